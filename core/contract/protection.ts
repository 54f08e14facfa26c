/** A part that a dealer never gives, or units of it that the dealer may return to the car maker. */
export interface ProtectedPartRow {
  readonly kind: 'never-given' | 'returnable';
  readonly locationId: string;
  readonly locationName: string;
  readonly itemId: string;
  readonly description: string;
  /** Its position; null while the dealer has no row for it. */
  readonly position: number | null;
  /** The agreement, or the programme under which units may be returned. */
  readonly agreement: string;
  readonly note: string;
  /** The profile that protected it, or `programme`. */
  readonly author: string;
  /** Days since 1970-01-01; since when it is protected, and when a hold period ends. */
  readonly sinceDay: number | null;
  readonly untilDay: number | null;
  /** Units that may be returned at most; null for a part that is never given. */
  readonly quantity: number | null;
  readonly onHand: number;
  /** What it could give but for the protection. */
  readonly excess: number;
}

export interface ProtectedParts {
  readonly total: number;
  /** By location, then item; at most as many as were asked for. */
  readonly rows: readonly ProtectedPartRow[];
  /** Dealers that have any, and how many, by id. */
  readonly dealers: readonly { readonly locationId: string; readonly count: number }[];
  /** Agreements in use, to choose from. */
  readonly agreements: readonly string[];
}
