import type { PartAt } from '../../../core/contract/commands.ts';
import type { ProtectedPartRow } from '../../../core/contract/protection.ts';
import { closeProtection } from '../../app/protectionStore.ts';
import { openExplain } from '../../app/viewStore.ts';
import { Button } from '../../components/button/Button.tsx';
import { formatCount } from '../../components/format/formatNumber.ts';
import { formatDate } from '../../components/format/formatTime.ts';

const minutesPerDay = 1440;

/** What dealers have agreed, a row a part. */
export function ProtectedPartsTable({
  rows,
  mayLift,
  onLift,
}: {
  readonly rows: readonly ProtectedPartRow[];
  readonly mayLift: boolean;
  readonly onLift: (part: PartAt) => void;
}) {
  if (rows.length === 0) return <p className="protection-none muted">No part is protected here.</p>;
  return (
    <div className="protection-table">
      <table data-testid="protection-table">
        <thead>
          <tr>
            <th scope="col">Dealer</th>
            <th scope="col">Item</th>
            <th scope="col">Agreement</th>
            <th scope="col" className="number">
              On hand
            </th>
            <th scope="col" className="number">
              Excess
            </th>
            <th scope="col">
              <span className="visually-hidden">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={`${row.kind} ${row.locationId} ${row.itemId}`}
              data-kind={row.kind}
              data-part={`${row.itemId} ${row.locationId}`}
            >
              <td title={row.locationName}>{row.locationId}</td>
              <td>
                <button
                  type="button"
                  className="protection-item"
                  title={`Explain ${row.description} at ${row.locationName}`}
                  disabled={row.position === null}
                  onClick={() => {
                    if (row.position === null) return;
                    closeProtection();
                    openExplain({ kind: 'position', id: row.position });
                  }}
                >
                  {row.itemId}
                </button>{' '}
                <span className="muted">{row.description}</span>
              </td>
              <td title={row.note === '' ? undefined : row.note}>{agreementText(row)}</td>
              <td className="number">{formatCount(row.onHand)}</td>
              <td className="number">{formatCount(row.excess)}</td>
              <td className="number">
                {row.kind === 'never-given' && (
                  <Button
                    size="small"
                    disabled={!mayLift}
                    title="Let the plan take it again"
                    onClick={() => onLift({ locationId: row.locationId, itemId: row.itemId })}
                  >
                    Lift
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function agreementText(row: ProtectedPartRow): string {
  if (row.kind === 'returnable') {
    const until = row.untilDay === null ? '' : ` until ${formatDate(row.untilDay * minutesPerDay)}`;
    return `${row.agreement}: ${formatCount(row.quantity ?? 0)} returnable${until}`;
  }
  const by = row.author === 'programme' ? '' : `, by ${row.author}`;
  const since = row.sinceDay === null ? '' : ` since ${formatDate(row.sinceDay * minutesPerDay)}`;
  return `${row.agreement}: never given${since}${by}${row.note === '' ? '' : `, ${row.note}`}`;
}
