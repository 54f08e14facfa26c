import { themeQuartz } from 'ag-grid-community';

export const rowHeight = 28;
export const headerHeight = 44;

/** The grid in the tokens of the theme: light and dark follow by themselves, for every colour is a token. */
export const agTheme = themeQuartz.withParams({
  fontFamily: 'var(--font)',
  fontSize: 'var(--size-data)',
  headerFontSize: 'var(--size-small)',
  headerFontWeight: 600,
  backgroundColor: 'var(--surface)',
  foregroundColor: 'var(--text)',
  textColor: 'var(--text)',
  headerBackgroundColor: 'var(--surface-sunken)',
  headerTextColor: 'var(--text)',
  chromeBackgroundColor: 'var(--surface-sunken)',
  borderColor: 'var(--line)',
  rowBorder: { color: 'var(--line)', width: 1, style: 'solid' },
  columnBorder: false,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  headerRowBorder: { color: 'var(--line-strong)', width: 1, style: 'solid' },
  pinnedColumnBorder: { color: 'var(--line-strong)', width: 1, style: 'solid' },
  pinnedRowBorder: { color: 'var(--line-strong)', width: 1, style: 'solid' },
  oddRowBackgroundColor: 'var(--surface)',
  rowHoverColor: 'var(--surface-hover)',
  accentColor: 'var(--accent)',
  selectedRowBackgroundColor: 'var(--surface-selected)',
  rangeSelectionBorderColor: 'var(--accent)',
  cellHorizontalPadding: 8,
  spacing: 4,
  rowHeight,
  headerHeight,
  tooltipBackgroundColor: 'var(--surface)',
  tooltipTextColor: 'var(--text)',
  tooltipBorder: { color: 'var(--line)', width: 1, style: 'solid' },
});
