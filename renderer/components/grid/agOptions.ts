import type { GridOptions } from 'ag-grid-community';
import type { GridQuery } from '../../../core/contract/grid.ts';
import { agTheme, headerHeight, rowHeight } from './agTheme.ts';
import { columnDefinitions, type CellContext, type RowMark } from './columnDefinitions.ts';
import { columnWidthLimits, mergeLayout, type ColumnLayout } from './columnLayout.ts';
import type { GridSetup } from './gridOptions.ts';

export const blockSize = 100;
/** Blocks AG Grid keeps marks for; the window cache keeps a few more than these. */
export const agBlocks = 40;
export const rowMark: RowMark = { mark: true };

/**
 * What AG Grid is told once. It starts without a datasource and gets it when the controller is there to answer.
 * Cells are plain elements: nothing here is a React component, for a grid draws thousands.
 */
export function agOptions(
  setup: GridSetup,
  query: GridQuery,
  layout: ColumnLayout,
  context: CellContext,
): GridOptions<RowMark> {
  return {
    theme: agTheme,
    ...(setup.nonce === '' ? {} : { styleNonce: setup.nonce }),
    rowModelType: 'infinite',
    cacheBlockSize: blockSize,
    maxBlocksInCache: agBlocks,
    maxConcurrentDatasourceRequests: 4,
    cacheOverflowSize: 1,
    infiniteInitialRowCount: 1,
    rowHeight,
    headerHeight,
    rowBuffer: 4,
    animateRows: false,
    suppressDragLeaveHidesColumns: true,
    suppressOverlays: ['loading', 'noRows', 'noMatchingRows'],
    readOnlyEdit: true,
    stopEditingWhenCellsLoseFocus: true,
    enterNavigatesVertically: true,
    enterNavigatesVerticallyAfterEdit: true,
    tooltipShowDelay: 600,
    tooltipHideDelay: 20_000,
    defaultColDef: {
      sortable: true,
      resizable: true,
      suppressHeaderMenuButton: true,
      minWidth: columnWidthLimits.least,
      maxWidth: columnWidthLimits.most,
    },
    columnDefs: columnDefinitions(setup, mergeLayout(layout, setup.standardLayout), query, context),
    pinnedBottomRowData: [rowMark],
    rowClassRules: {
      'is-active': ({ node }) =>
        (node.rowPinned === null || node.rowPinned === undefined) && node.rowIndex === context.activeRow(),
    },
  };
}
