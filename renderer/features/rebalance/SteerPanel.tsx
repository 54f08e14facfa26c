import './steer.css';
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RebalanceSettings } from '../../../core/contract/rebalance.ts';
import type { Condition } from '../../../core/contract/grid.ts';
import { Button } from '../../components/button/Button.tsx';
import {
  countOf,
  formatCount,
  formatDuration,
  formatMoney,
  formatShare,
} from '../../components/format/formatNumber.ts';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { FrontierChart } from './FrontierChart.tsx';
import { previewRows } from './previewRows.ts';
import { isSameSettings, limitScales, positionOfValue, steerScales, type SteerScale } from './steerScale.ts';
import type { Steering } from './useSteering.ts';

/** Sliders that solve the plan again as they move, what that would change, and the frontier it moves on. */
export function SteerPanel({
  steering,
  currency,
  mayAdopt,
  chosenRoutes,
  onRoutes,
}: {
  readonly steering: Steering;
  readonly currency: string;
  readonly mayAdopt: boolean;
  /** What the grid lists by benefit ÷ freight of the route. */
  readonly chosenRoutes: Condition | undefined;
  readonly onRoutes: (condition: Condition | null) => void;
}) {
  const { summary, settings, preview, steer, isAdopting } = steering;
  if (summary === null || settings === null) return <LoadingState label="Loading settings" />;
  if (summary.totals === null) {
    return <p className="steer-note muted">Sliders appear once the first plan is made.</p>;
  }
  const moved = !isSameSettings(settings, summary.settings);
  const atDefaults = isSameSettings(settings, summary.defaults);
  const before = preview?.network.before ?? summary.totals;
  const rows = previewRows(before, preview?.network.after ?? null, currency);
  return (
    <section className="steer" aria-label="Steer the plan" data-testid="steer">
      <fieldset className="steer-settings" disabled={isAdopting}>
        <div className="steer-sliders">
          <SteerSliders scales={steerScales} settings={settings} currency={currency} steer={steer} />
        </div>
        <Limits settings={settings} defaults={summary.defaults} currency={currency} steer={steer} />
      </fieldset>
      <div className="steer-actions">
        <Button
          size="small"
          variant="primary"
          icon={Check}
          disabled={!mayAdopt || !moved || preview?.finished !== true || isAdopting}
          aria-busy={isAdopting}
          title={
            mayAdopt
              ? 'Put this plan in the place of the open proposals; edited and decided ones stay'
              : 'Finance reviews costs and does not change the plan'
          }
          data-testid="steer-adopt"
          onClick={() => void steering.adopt()}
        >
          {isAdopting ? 'Adopting…' : 'Adopt'}
        </Button>
        <Button
          size="small"
          disabled={!moved || isAdopting}
          data-testid="steer-reset"
          onClick={() => steering.discard()}
        >
          Back to the plan
        </Button>
        <Button
          size="small"
          variant="ghost"
          icon={RotateCcw}
          disabled={atDefaults || isAdopting}
          onClick={() => steer(summary.defaults)}
        >
          Defaults
        </Button>
      </div>
      <p className="steer-state" role="status" data-testid="steer-state">
        {stateText(steering, moved, currency)}
      </p>
      {/* The strip above says what the present plan comes to. */}
      {moved && (
        <table className="steer-totals" data-testid="steer-totals">
          <thead>
            <tr>
              <th scope="col">Network</th>
              <th scope="col">Plan</th>
              <th scope="col">Steered</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-total={row.id}>
                <th scope="row">{row.label}</th>
                <td>{row.before}</td>
                <td>{row.after}</td>
                <td className={row.better === null ? '' : row.better ? 'is-better' : 'is-worse'}>
                  {row.change}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <FrontierChart
        currency={currency}
        chosen={chosenRoutes}
        onRoutes={onRoutes}
        now={moved && preview !== null ? preview.network.after : null}
        onFactor={(serviceFactor) => steer({ ...settings, serviceFactor })}
      />
    </section>
  );
}

/** What shipments and lanes may carry: out of sight until somebody opens or has set them. */
function Limits({
  settings,
  defaults,
  currency,
  steer,
}: {
  readonly settings: RebalanceSettings;
  readonly defaults: RebalanceSettings;
  readonly currency: string;
  readonly steer: (settings: RebalanceSettings) => void;
}) {
  // Once opened it stays open, also while a slider passes its default.
  const [opened, setOpened] = useState<boolean | null>(null);
  return (
    <details
      className="steer-limits"
      open={opened ?? hasLimits(settings, defaults)}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary data-testid="steer-limits">Limits</summary>
      <div className="steer-sliders">
        <SteerSliders scales={limitScales} settings={settings} currency={currency} steer={steer} />
        <label
          className="choice steer-packs"
          title="Only whole packs of an item travel: needs round up, supplies down"
        >
          <input
            type="checkbox"
            checked={settings.wholePacks}
            data-testid="steer-wholePacks"
            onChange={(event) => steer({ ...settings, wholePacks: event.target.checked })}
          />
          Whole packs only
        </label>
      </div>
    </details>
  );
}

function hasLimits(settings: RebalanceSettings, defaults: RebalanceSettings): boolean {
  return (
    settings.wholePacks !== defaults.wholePacks ||
    limitScales.some(({ setting }) => settings[setting] !== defaults[setting])
  );
}

function SteerSliders({
  scales,
  ...rest
}: { readonly scales: readonly SteerScale[] } & Omit<SteerSliderProps, 'scale'>) {
  return scales.map((scale) => <SteerSlider key={scale.setting} scale={scale} {...rest} />);
}

interface SteerSliderProps {
  readonly scale: SteerScale;
  readonly settings: RebalanceSettings;
  readonly currency: string;
  readonly steer: (settings: RebalanceSettings) => void;
}

function SteerSlider({ scale, settings, currency, steer }: SteerSliderProps) {
  const value = settings[scale.setting];
  const text = scale.text(value, currency);
  return (
    <label className="steer-slider" title={scale.definition}>
      <span className="steer-slider-head">
        <span>{scale.label}</span>
        <output>{text}</output>
      </span>
      <input
        type="range"
        min={0}
        max={scale.values.length - 1}
        step={1}
        value={positionOfValue(scale, value)}
        aria-valuetext={text}
        data-testid={`steer-${scale.setting}`}
        onChange={(event) =>
          steer({ ...settings, [scale.setting]: scale.values[Number(event.target.value)] })
        }
      />
      <span className="steer-slider-ends muted" aria-hidden="true">
        <span>{scale.low}</span>
        <span>{scale.high}</span>
      </span>
    </label>
  );
}

function stateText({ preview, summary, isAdopting }: Steering, moved: boolean, currency: string): string {
  if (!moved) {
    if (summary?.gap === null || summary === null) return 'The plan as it stands.';
    return `The plan as it stands, at most ${formatShare(summary.gap, 2)} below the best possible.`;
  }
  if (preview === null) return 'Solving what is on screen…';
  if (isAdopting) {
    return `Putting ${countOf(preview.network.after.transfers, 'proposal')} in the place of the open ones…`;
  }
  const { before, after } = preview.screen;
  const change = after.netMinor - before.netMinor;
  const screen = `On screen ${change < 0 ? '−' : '+'}${formatMoney(Math.abs(change), currency, 'compact')} net`;
  if (!preview.finished) {
    return preview.solvedItems < preview.items
      ? `${screen}. Network: ${formatCount(preview.solvedItems)} of ${formatCount(preview.items)} items so far.`
      : `${screen}. Network: consolidating lanes.`;
  }
  const gap = preview.gap === null ? '' : `, at most ${formatShare(preview.gap, 2)} below the best possible`;
  return `${screen}. Whole network in ${formatDuration(preview.tookMs)}${gap}.`;
}
