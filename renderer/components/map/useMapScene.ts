import { useMemo } from 'react';
import type { LaneArc, LocationName, LocationRisk } from '../../../core/contract/views.ts';
import type { Size } from '../layout/useSize.ts';
import { gatherArcs, type MapArc, type Stage } from './mapArcs.ts';
import { toScreen, type Camera } from './mapCamera.ts';
import { gatherMarksInView, placeLabels, type MapMark, type MapPlace, type MarkLabel } from './mapMarks.ts';
import { projectPlace } from './outlines.ts';

/** What stands on the map for a camera: marks, arcs between them and names, and where to find each. */
export interface MapScene {
  /** Sheet coordinates of a location. */
  readonly placeOf: ReadonlyMap<number, readonly [number, number]>;
  readonly riskOf: ReadonlyMap<number, LocationRisk>;
  readonly marks: readonly MapMark[];
  /** Key of the mark in which a location stands. */
  readonly markOf: ReadonlyMap<number, number>;
  readonly markByKey: ReadonlyMap<number, MapMark>;
  readonly arcs: readonly MapArc[];
  readonly labels: readonly MarkLabel[];
}

export function useMapScene(
  names: readonly LocationName[],
  risks: readonly LocationRisk[],
  arcs: readonly LaneArc[],
  hidden: ReadonlySet<Stage>,
  camera: Camera,
  view: Size,
): MapScene {
  const places = useMemo(
    () =>
      risks.flatMap((risk) => {
        const name = names[risk.location];
        const at =
          name === undefined || name.kind === 'supplier' ? null : projectPlace(name.longitude, name.latitude);
        return at === null ? [] : [{ risk, at, warehouse: name.kind !== 'dealer' }];
      }),
    [names, risks],
  );
  const placeOf = useMemo(() => new Map(places.map((place) => [place.risk.location, place.at])), [places]);
  const riskOf = useMemo(() => new Map(risks.map((risk) => [risk.location, risk])), [risks]);
  const largest = useMemo(
    () =>
      places.reduce(
        (most, { risk, warehouse }) => (warehouse ? most : Math.max(most, risk.moneyAtRiskMinor)),
        0,
      ),
    [places],
  );
  const marks = useMemo(() => {
    const shown: MapPlace[] = places.map(({ risk, at, warehouse }) => {
      const [x, y] = toScreen(camera, at);
      return {
        location: risk.location,
        warehouse,
        x,
        y,
        moneyMinor: risk.moneyAtRiskMinor,
        byLevel: risk.byLevel,
      };
    });
    return gatherMarksInView(shown, largest, view);
  }, [places, camera, largest, view]);
  const markOf = useMemo(() => {
    const map = new Map<number, number>();
    for (const mark of marks) for (const location of mark.locations) map.set(location, mark.key);
    return map;
  }, [marks]);
  const markByKey = useMemo(() => new Map(marks.map((mark) => [mark.key, mark])), [marks]);
  const shownArcs = useMemo(
    () =>
      gatherArcs(
        arcs.filter((arc) => !hidden.has(arc.stage)),
        markOf,
      ),
    [arcs, hidden, markOf],
  );
  const labels = useMemo(
    () =>
      placeLabels(
        marks,
        (mark) => (mark.locations.length === 1 ? shortName(names[mark.key]) : ''),
        view,
      ).filter((label) => label.text !== ''),
    [marks, names, view],
  );
  return { placeOf, riskOf, marks, markOf, markByKey, arcs: shownArcs, labels };
}

/** The town without its state: `Houston, TX` → `Houston`; warehouses by number. */
function shortName(name: LocationName): string {
  return name.kind === 'dealer' ? name.name.replace(/, [A-Z]{2}\b/, '') : name.id;
}
