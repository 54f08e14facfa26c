import { AgGridReact } from 'ag-grid-react';
import { useEffect, useRef, useState } from 'react';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { agModules } from './agModules.ts';
import type { ColumnLayout } from './columnLayout.ts';
import { createGridController, createGridParts } from './gridController.ts';
import type { GridController, GridEvents, GridSetup } from './gridOptions.ts';
import type { GridSource } from './gridSource.ts';

interface AgMountProps {
  readonly setup: GridSetup;
  readonly initial: { readonly source: GridSource; readonly query: GridQuery; readonly layout: ColumnLayout };
  readonly events: GridEvents;
  readonly onController: (controller: GridController | null) => void;
}

/** Mounts AG Grid once. Setup and beginning are those of the first rendering; the events are always the latest. */
export function AgMount({ setup, initial, events, onController }: AgMountProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(events);
  const controller = useRef<GridController | null>(null);
  const [fixed] = useState(() => {
    const own = { ...setup };
    return { setup: own, parts: createGridParts(own, initial) };
  });
  useEffect(() => {
    latest.current = events;
  });
  useEffect(
    () => () => {
      controller.current?.destroy();
      controller.current = null;
      onController(null);
    },
    [onController],
  );
  return (
    <div ref={host} className="grid-mount">
      <AgGridReact
        {...fixed.parts.options}
        modules={[...agModules]}
        onGridReady={({ api }) => {
          if (host.current === null) return;
          controller.current = createGridController(
            host.current,
            api,
            fixed.setup,
            fixed.parts,
            () => latest.current,
          );
          onController(controller.current);
        }}
      />
    </div>
  );
}
