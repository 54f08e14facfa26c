import './tile.css';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Sparkline } from '../sparkline/Sparkline.tsx';

export interface TileProps {
  readonly label: string;
  readonly value: string;
  /** Change over the trend: which way, whether that is good, and how it reads. */
  readonly change: {
    readonly direction: 'up' | 'down' | 'level';
    readonly judgement: 'good' | 'bad' | 'neither';
    readonly text: string;
  } | null;
  readonly trend: readonly number[];
  readonly definition: string;
  readonly asOf: string;
  /** What a click does; null where there is nothing to open. */
  readonly action: string | null;
  readonly explain: string;
  readonly testId: string;
  readonly onOpen: (event: MouseEvent) => void;
}

const arrows = { up: ArrowUpRight, down: ArrowDownRight, level: ArrowRight } as const;

/** A figure with its trend. Hover or focus shows what it is and as of when; Alt+click explains it. */
export function Tile(props: TileProps) {
  const { change } = props;
  const Arrow = arrows[change?.direction ?? 'level'];
  return (
    <div className="tile-place">
      <button
        type="button"
        className="tile"
        data-explain={props.explain}
        data-testid={props.testId}
        aria-describedby={`${props.testId}-definition`}
        onClick={props.onOpen}
      >
        <span className="tile-label">{props.label}</span>
        <span className="tile-value">{props.value}</span>
        <span className="tile-trend">
          <Sparkline values={props.trend} />
          {change === null ? null : (
            <span className={`tile-change tile-${change.judgement}`}>
              <Arrow size={13} aria-hidden />
              {change.text}
            </span>
          )}
        </span>
      </button>
      <div className="tile-definition" role="tooltip" id={`${props.testId}-definition`}>
        <strong>{props.label}</strong>
        <p>{props.definition}</p>
        <p className="muted">As of {props.asOf}. The change is over the trend shown.</p>
        <p className="muted">
          {props.action === null ? 'Click' : `Click: ${props.action}. Alt+click`}: explain
        </p>
      </div>
    </div>
  );
}
