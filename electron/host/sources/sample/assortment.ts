/** Which items each location of the sample network keeps, with the demand there. */
export interface Assortment {
  /** Rows of a location, known without drawing them. */
  countOf(location: number): number;
  /** The same rows each time: every location has a random stream of its own. */
  rowsOf(location: number): AssortmentRows;
  /** Expected units a month over the whole network, by item. */
  readonly networkMean: Float64Array;
}

export interface AssortmentRows {
  /** Ascending. */
  readonly items: Int32Array;
  /** What became of the demand, as in splitDemand.ts. */
  readonly roles: Uint8Array;
  /** Series-major, as in core/model/position.ts. */
  readonly demand: Uint16Array;
  readonly lostSales: Uint16Array;
}

export function emptyRows(count: number, periods: number): AssortmentRows {
  return {
    items: new Int32Array(count),
    roles: new Uint8Array(count),
    demand: new Uint16Array(count * periods),
    lostSales: new Uint16Array(count * periods),
  };
}

/** How much more a dealer sells than an average one, from the inhabitants of its town. */
export function dealerFactor(population: number): number {
  return Math.min(2.5, Math.max(0.4, (population / 60_000) ** 0.35));
}
