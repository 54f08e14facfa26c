import {
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  EventApiModule,
  InfiniteRowModelModule,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
  type Module,
} from 'ag-grid-community';

/** What the grid uses of AG Grid; the rest stays out of the bundle. */
export const agModules: readonly Module[] = [
  InfiniteRowModelModule,
  ColumnApiModule,
  RowApiModule,
  ScrollApiModule,
  RenderApiModule,
  PinnedRowModule,
  CellStyleModule,
  RowStyleModule,
  CustomEditorModule,
  EventApiModule,
  TooltipModule,
];
