import {
  riskLevels,
  type LaneArc,
  type LocationName,
  type LocationRisk,
} from '../../../core/contract/views.ts';
import { formatCount } from '../format/formatNumber.ts';
import { RiskMark } from '../risk/RiskMark.tsx';
import { stageLabels, stages, type Stage } from './mapArcs.ts';

/** The key doubles as a summary: positions by level, and transfers by stage, which can be hidden. */
export function MapKey({
  risks,
  names,
  arcs,
  hidden,
  onToggle,
}: {
  readonly risks: readonly LocationRisk[];
  readonly names: readonly LocationName[];
  readonly arcs: readonly LaneArc[];
  readonly hidden: ReadonlySet<Stage>;
  readonly onToggle: (stage: Stage) => void;
}) {
  const positions = [0, 1, 2, 3].map((level) =>
    risks.reduce(
      (sum, risk) => sum + (names[risk.location]?.kind !== 'supplier' ? (risk.byLevel[level] ?? 0) : 0),
      0,
    ),
  );
  return (
    <div
      className="map-key-place"
      title="A mark is critical where at least the network’s share of its positions is critical, act where at least the network’s share is act or worse, watch where anything is at risk. Its size is money at risk."
    >
      <div className="map-key">
        <ul aria-label="Positions by risk">
          <li className="map-key-title muted">Positions</li>
          {riskLevels.toReversed().map((level) => (
            <li key={level}>
              <RiskMark level={level} named />
              <span className="number">{formatCount(positions[riskLevels.indexOf(level)])}</span>
            </li>
          ))}
        </ul>
        <ul aria-label="Transfers by stage">
          <li className="map-key-title muted">Transfers</li>
          {stages.map((stage) => (
            <li key={stage}>
              <button
                type="button"
                className={`map-key-stage map-arc-${stage}`}
                aria-pressed={!hidden.has(stage)}
                title={hidden.has(stage) ? 'Show on the map' : 'Hide on the map'}
                onClick={() => onToggle(stage)}
              >
                <svg width="22" height="10" viewBox="0 0 22 10" aria-hidden>
                  <path className="map-arc-line" d="M1 5H21" strokeWidth="2" />
                  <path className="map-arc-head" d="M15 5L8.500 1.500V8.500Z" />
                </svg>
                {stageLabels[stage]}
                <span className="number">
                  {formatCount(arcs.reduce((sum, arc) => sum + (arc.stage === stage ? arc.transfers : 0), 0))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
