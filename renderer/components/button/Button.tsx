import './button.css';
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'plain' | 'primary' | 'danger' | 'ghost';
  readonly size?: 'normal' | 'small';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

export function Button({
  variant = 'plain',
  size = 'normal',
  icon: Icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${variant} button-${size} ${className ?? ''}`.trim()}
    >
      {Icon === undefined ? null : <Icon size={size === 'small' ? 13 : 15} aria-hidden />}
      {children}
    </button>
  );
}
