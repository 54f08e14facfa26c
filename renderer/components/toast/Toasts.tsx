import './toasts.css';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { Button } from '../button/Button.tsx';
import { IconButton } from '../button/IconButton.tsx';
import { closeToast, useToasts } from './toastStore.ts';

const icons = { neutral: Info, positive: CircleCheck, error: CircleAlert } as const;

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" role="region" aria-label="Notices" aria-live="polite">
      {toasts.map((toast) => {
        const Icon = icons[toast.tone];
        return (
          <div
            key={toast.id}
            className={`toast toast-${toast.tone}`}
            role={toast.tone === 'error' ? 'alert' : 'status'}
            data-testid="toast"
          >
            <Icon size={16} aria-hidden className="toast-icon" />
            <div className="toast-text">
              <strong>{toast.title}</strong>
              {toast.detail === null ? null : <p>{toast.detail}</p>}
            </div>
            {toast.action === null ? null : (
              <Button
                size="small"
                variant="ghost"
                className="toast-action"
                onClick={() => {
                  closeToast(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton size="small" label="Close notice" icon={X} onClick={() => closeToast(toast.id)} />
          </div>
        );
      })}
    </div>
  );
}
