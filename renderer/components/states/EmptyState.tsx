import './states.css';
import type { LucideIcon } from 'lucide-react';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';

/** Nothing to show, said as a fact, with what would change it. */
export function EmptyState({
  title,
  detail,
  icon: Icon = CircleCheck,
  action,
}: {
  readonly title: string;
  readonly detail?: string;
  readonly icon?: LucideIcon;
  readonly action?: ReactNode;
}) {
  return (
    <div className="state" data-testid="empty-state">
      <Icon size={22} strokeWidth={1.5} aria-hidden />
      <h3>{title}</h3>
      {detail === undefined ? null : <p>{detail}</p>}
      {action}
    </div>
  );
}
