import type { GridColumn } from './columns.ts';

/** Names of `core/forecast/demandClass.ts`, as the window says them. */
export const demandClassNames = ['none', 'smooth', 'erratic', 'intermittent', 'lumpy'] as const;
export type DemandClassName = (typeof demandClassNames)[number];

/** The Forecast grid: one row a dealer's position. Held back: the last months, forecast from those before them. */
export const forecastColumns = [
  { id: 'itemId', label: 'Item', unit: 'text', definition: 'Part number', width: 112 },
  { id: 'description', label: 'Description', unit: 'text', definition: 'Name of the part', width: 180 },
  { id: 'locationId', label: 'Location', unit: 'text', definition: 'Dealer or warehouse', width: 84 },
  { id: 'locationName', label: 'Name', unit: 'text', definition: 'Name of the location', width: 160 },
  {
    id: 'demandClass',
    label: 'Demand class',
    unit: 'text',
    definition: 'Smooth, erratic, intermittent or lumpy, by ADI (border 1.32) and CV² (border 0.49)',
    width: 112,
    distinct: true,
  },
  {
    id: 'baseline',
    label: 'Baseline',
    unit: 'units/month',
    definition: 'Mean of the statistical forecast, before any override',
    width: 92,
    summed: true,
  },
  {
    id: 'override',
    label: 'Override',
    unit: 'units/month',
    definition: 'What a planner has set for the coming month; type units, or +20% of the baseline',
    width: 96,
    editable: true,
  },
  {
    id: 'consensus',
    label: 'Consensus',
    unit: 'units/month',
    definition: 'What the plan uses: the override where there is one, else the baseline',
    width: 100,
    summed: true,
  },
  {
    id: 'exception',
    label: 'Exception',
    unit: 'text',
    definition: 'Died, break, bias or outlier: the gravest that holds',
    width: 96,
    distinct: true,
  },
  {
    id: 'errorMoney',
    label: 'Error',
    unit: 'money',
    definition: 'Sum over the held-back months of |forecast − demand| × unit cost',
    width: 104,
    summed: true,
  },
  {
    id: 'bias',
    label: 'Bias',
    unit: 'units/month',
    definition: 'Forecast − demand over the held-back months; above zero the forecast was too high',
    width: 88,
    summed: true,
  },
  {
    id: 'heldBackForecast',
    label: 'Held-back forecast',
    unit: 'units/month',
    definition: 'Forecast of the held-back months from the months before them',
    width: 136,
    summed: true,
  },
  {
    id: 'heldBackDemand',
    label: 'Held-back demand',
    unit: 'units/month',
    definition: 'Demand in the held-back months',
    width: 132,
    summed: true,
  },
  {
    id: 'adi',
    label: 'ADI',
    unit: 'number',
    definition: 'Mean interval between demands in months; empty without demand',
    width: 76,
  },
  {
    id: 'cv2',
    label: 'CV²',
    unit: 'number',
    definition: 'Squared coefficient of variation of the sizes of demands',
    width: 76,
  },
  {
    id: 'lastDemand',
    label: 'Last demand',
    unit: 'months',
    definition: 'Months since the last demand; empty where there never was one',
    width: 104,
  },
  {
    id: 'moneyAtRisk',
    label: 'Money at risk',
    unit: 'money',
    definition: 'Expected short × cost of a stockout of this item',
    width: 112,
    summed: true,
  },
  { id: 'family', label: 'Family', unit: 'text', definition: 'Family of parts', width: 120, distinct: true },
  {
    id: 'region',
    label: 'Region',
    unit: 'text',
    definition: 'Region of the location',
    width: 110,
    distinct: true,
  },
  {
    id: 'criticality',
    label: 'Criticality',
    unit: 'text',
    definition: 'Vital, essential or desirable',
    width: 100,
    distinct: true,
  },
  { id: 'unitCost', label: 'Unit cost', unit: 'money', definition: 'Cost of one unit', width: 96 },
] as const satisfies readonly GridColumn[];

export type ForecastColumn = (typeof forecastColumns)[number]['id'];
