import './riskMark.css';
import type { RiskLevel } from '../../../core/contract/views.ts';
import { riskLabels, riskPath } from './riskPath.ts';

/** The shape and colour of a risk level, with its name beside it where `named` says so. */
export function RiskMark({ level, named = false }: { readonly level: RiskLevel; readonly named?: boolean }) {
  return (
    <span className={`risk-mark risk-${level}`}>
      <svg
        width="12"
        height="12"
        viewBox="-6 -6 12 12"
        aria-hidden={named}
        role={named ? undefined : 'img'}
        aria-label={named ? undefined : riskLabels[level]}
      >
        <path d={riskPath(level, 4)} />
      </svg>
      {named ? <span>{riskLabels[level]}</span> : null}
    </span>
  );
}
