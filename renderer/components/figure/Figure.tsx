import './figure.css';

/** A named figure of a summary strip: a `dt` and `dd` pair, to stand inside a `dl` of the class `figures`. */
export function Figure({
  label,
  value,
  title,
  strong = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
  readonly strong?: boolean;
}) {
  return (
    <div className={strong ? 'is-strong' : ''} title={title}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
