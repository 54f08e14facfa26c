/** A number for an ordered pair of locations, to find the lane between them. */
export function laneKey(from: number, to: number): number {
  return from * mostLocations + to;
}

const mostLocations = 100_000;
