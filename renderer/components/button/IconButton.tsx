import './button.css';
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Names the button for screen readers and as its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly size?: 'normal' | 'small';
}

export function IconButton({ label, icon: Icon, size = 'normal', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`icon-button button-${size} ${className ?? ''}`.trim()}
    >
      <Icon size={size === 'small' ? 14 : 16} aria-hidden />
    </button>
  );
}
