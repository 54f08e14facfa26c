import { Copy } from 'lucide-react';
import type { ExplainLink, ExplainSection, Explanation } from '../../../core/contract/explain.ts';
import { IconButton } from '../../components/button/IconButton.tsx';
import { formatAge, formatInstant } from '../../components/format/formatTime.ts';
import { showToast } from '../../components/toast/toastStore.ts';
import { copyText } from './copyText.ts';
import { ExplainChartView } from './ExplainChartView.tsx';
import { explanationToText, termText } from './termText.ts';

interface ExplanationViewProps {
  readonly explanation: Explanation;
  readonly currency: string;
  /** The network's clock; NaN when unknown. */
  readonly clockMinutes: number;
  readonly onLink: (link: ExplainLink) => void;
}

/** An explanation as a document: the sentence first, then the figures behind it, then what else could be done. */
export function ExplanationView({ explanation, currency, clockMinutes, onLink }: ExplanationViewProps) {
  const { title, subtitle, summary, asOfMinutes, sections, chart, links } = explanation;
  const age = clockMinutes - asOfMinutes;
  const copy = (): void => {
    const done = copyText(explanationToText(explanation, currency));
    showToast(
      done ? { title: 'Explanation copied' } : { tone: 'error', title: 'The browser refused to copy' },
    );
  };
  return (
    <article className="explanation" data-testid="explanation">
      <header className="explanation-header">
        <div>
          <h3 className="explanation-title" data-testid="explanation-title">
            {title}
          </h3>
          <p className="muted">{subtitle}</p>
        </div>
        <IconButton icon={Copy} size="small" label="Copy explanation" onClick={copy} />
      </header>
      {summary !== '' && (
        <p className="explanation-summary" data-testid="explanation-summary">
          {summary}
        </p>
      )}
      {links.length > 0 && (
        <ul className="explanation-links" aria-label="Related">
          {links.map((link) => (
            <li key={`${link.kind}:${link.position ?? link.transfer ?? link.label}`}>
              <button type="button" onClick={() => onLink(link)}>
                {link.label}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="explanation-age muted" title={formatInstant(asOfMinutes)}>
        Data as of {formatInstant(asOfMinutes)}
        {Number.isFinite(age) && age >= 1 ? `, ${formatAge(age)} old` : ''}
      </p>
      {chart !== null && <ExplainChartView chart={chart} currency={currency} />}
      {sections.map((section) => (
        <Section key={section.title} section={section} currency={currency} />
      ))}
    </article>
  );
}

function Section({ section, currency }: { readonly section: ExplainSection; readonly currency: string }) {
  return (
    <section className="explain-section">
      <h4>{section.title}</h4>
      {section.formula !== null && <p className="explain-formula">{section.formula}</p>}
      {section.terms.length > 0 && (
        <dl className="explain-terms">
          {section.terms.map((term, index) => {
            const prose = term.unit === 'text' && String(term.value).length > 18;
            const classes = [
              'explain-term',
              term.result === true ? 'is-result' : '',
              prose ? 'is-prose' : '',
            ];
            return (
              <div key={`${index}:${term.label}`} className={classes.join(' ').trim()}>
                <dt>
                  {term.label}
                  {!prose && term.source !== '' && (
                    <span className="muted explain-source">{term.source}</span>
                  )}
                </dt>
                <dd>
                  {termText(term, currency)}
                  {prose && term.source !== '' && <span className="muted explain-source">{term.source}</span>}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {section.note !== null && <p className="muted explain-note">{section.note}</p>}
    </section>
  );
}
