/** Great-circle distance in kilometres (haversine formula, mean Earth radius 6371 km). */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const radians = Math.PI / 180;

export function distanceKm(a: Place, b: Place): number {
  const halfLatitude = Math.sin(((b.latitude - a.latitude) * radians) / 2);
  const halfLongitude = Math.sin(((b.longitude - a.longitude) * radians) / 2);
  const chord =
    halfLatitude * halfLatitude +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * halfLongitude * halfLongitude;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Road distance, estimated as a fifth longer than the great circle. */
export function roadKm(a: Place, b: Place): number {
  return 1.2 * distanceKm(a, b);
}
