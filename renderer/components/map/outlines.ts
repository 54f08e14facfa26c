import { geoAlbersUsa, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import statesText from 'us-atlas/states-albers-10m.json';

/**
 * The base map: outlines of the nation and borders of the states, already projected (Albers, with Alaska and
 * Hawaii as insets) onto a sheet of 975 × 610, and the same projection for places. Works offline.
 */
export const sheet = { width: 975, height: 610 } as const;

type Topology = Parameters<typeof mesh>[0];
type Shape = NonNullable<Parameters<typeof mesh>[1]>;

const states = statesText as unknown as Topology & {
  readonly objects: { readonly states: Shape; readonly nation: Shape };
};
const path = geoPath();
const projection = geoAlbersUsa()
  .scale(1300)
  .translate([sheet.width / 2, sheet.height / 2]);

export const nationPath = path(feature(states, states.objects.nation)) ?? '';
export const bordersPath = path(mesh(states, states.objects.states, (a, b) => a !== b)) ?? '';

/** Sheet coordinates of a place; null outside the map. */
export function projectPlace(longitude: number, latitude: number): readonly [number, number] | null {
  return projection([longitude, latitude]);
}
