import { create } from 'zustand';

/** Short notices at the lower edge. Errors stay until closed; the others leave by themselves. */
export interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'positive' | 'error';
  readonly title: string;
  readonly detail: string | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let next = 1;
const lifetimeMs = 6000;

export function showToast(toast: {
  readonly tone?: Toast['tone'];
  readonly title: string;
  readonly detail?: string | null;
  readonly action?: Toast['action'];
}): void {
  const id = next++;
  const full: Toast = {
    id,
    tone: toast.tone ?? 'neutral',
    title: toast.title,
    detail: toast.detail ?? null,
    action: toast.action ?? null,
  };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), full] }));
  if (full.tone !== 'error') setTimeout(() => closeToast(id), lifetimeMs);
}

export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Takes away offers to undo something that is no longer the last thing done. */
export function closeOffers(): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.action === null) }));
}
