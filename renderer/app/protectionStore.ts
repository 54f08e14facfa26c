import { create } from 'zustand';
import type { PartAt } from '../../core/contract/commands.ts';

/** The dialog of protected parts: what it is asked about, from wherever in the window. */
export interface ProtectionRequest {
  /** Parts that somebody has selected to protect; empty only lists. */
  readonly parts: readonly PartAt[];
  /** The dealer whose protected parts are listed first; null lists those of all. */
  readonly locationId: string | null;
}

export const useProtection = create<{ readonly request: ProtectionRequest | null }>(() => ({
  request: null,
}));

/** Opens the dialog on parts, listing those of their dealer where it is one. */
export function openProtection(parts: readonly PartAt[]): void {
  const dealers = new Set(parts.map((part) => part.locationId));
  const [only] = dealers;
  useProtection.setState({
    request: { parts: distinct(parts), locationId: dealers.size === 1 ? (only ?? null) : null },
  });
}

export function closeProtection(): void {
  useProtection.setState({ request: null });
}

function distinct(parts: readonly PartAt[]): PartAt[] {
  return [...new Map(parts.map((part) => [`${part.locationId} ${part.itemId}`, part])).values()];
}
