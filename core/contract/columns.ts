/**
 * The columns of the grids: the host reads by these ids, the window shows by these labels, and the export
 * writes them in this order. Values travel in the unit named here; money in minor units.
 */
export type ColumnUnit =
  | 'text'
  | 'units'
  | 'days'
  | 'hours'
  | 'money'
  | 'share'
  | 'units/month'
  | 'kg'
  | 'months'
  | 'number'
  | 'count'
  | 'level';

export interface GridColumn {
  readonly id: string;
  readonly label: string;
  readonly unit: ColumnUnit;
  /** What the figure is, as the header's tooltip says it. */
  readonly definition: string;
  readonly width: number;
  /** Text columns with few distinct values offer a list of them as filter. */
  readonly distinct?: boolean;
  readonly editable?: boolean;
  /** Left out of the first view; the column chooser brings it back. */
  readonly hidden?: boolean;
  /** The sum over rows means something. */
  readonly summed?: boolean;
}

export const inventoryColumns = [
  { id: 'itemId', label: 'Item', unit: 'text', definition: 'Part number', width: 120 },
  { id: 'description', label: 'Description', unit: 'text', definition: 'Name of the part', width: 190 },
  { id: 'locationId', label: 'Location', unit: 'text', definition: 'Dealer or warehouse', width: 92 },
  { id: 'locationName', label: 'Name', unit: 'text', definition: 'Name of the location', width: 170 },
  {
    id: 'risk',
    label: 'Risk',
    unit: 'level',
    definition:
      'Level from the probability of a stockout before the next arrival and the units expected short',
    width: 92,
    distinct: true,
  },
  {
    id: 'pStockout',
    label: 'P(stockout)',
    unit: 'share',
    definition: 'Probability that demand exceeds what is available before the next arrival',
    width: 104,
  },
  {
    id: 'expectedShort',
    label: 'Expected short',
    unit: 'units',
    definition: 'Units of demand expected unmet before the next arrival, backorders included',
    width: 112,
    summed: true,
  },
  {
    id: 'moneyAtRisk',
    label: 'Money at risk',
    unit: 'money',
    definition: 'Expected short × cost of a stockout of this item (a share of it at warehouses)',
    width: 116,
    summed: true,
  },
  {
    id: 'available',
    label: 'Available',
    unit: 'units',
    definition: 'max(0, on hand − reserved − work in progress − quality hold)',
    width: 88,
    summed: true,
  },
  {
    id: 'forecastMean',
    label: 'Forecast',
    unit: 'units/month',
    definition: 'Mean of the baseline demand distribution',
    width: 96,
    summed: true,
  },
  {
    id: 'daysOfSupply',
    label: 'Days of supply',
    unit: 'days',
    definition: 'Available ÷ mean demand a day',
    width: 112,
  },
  {
    id: 'nextArrivalDays',
    label: 'Next arrival',
    unit: 'days',
    definition: 'Days until the next inbound arrives; with none under way, until an order placed now would',
    width: 100,
  },
  {
    id: 'serviceLevel',
    label: 'Service level',
    unit: 'share',
    definition:
      'Target probability of no stockout over lead time and review; from the segment unless a planner sets it',
    width: 108,
    editable: true,
  },
  {
    id: 'serviceLevelSource',
    label: 'Set by',
    unit: 'text',
    definition: 'Who the service level comes from: segment or planner',
    width: 84,
    distinct: true,
  },
  {
    id: 'safetyStock',
    label: 'Safety stock',
    unit: 'units',
    definition: 'Reorder point − mean demand over lead time and review',
    width: 104,
  },
  {
    id: 'reorderPoint',
    label: 'Reorder point',
    unit: 'units',
    definition: 'Smallest stock that covers demand over lead time and review with the service level',
    width: 110,
  },
  {
    id: 'orderUpTo',
    label: 'Order up to',
    unit: 'units',
    definition: 'Reorder point + order quantity',
    width: 96,
  },
  {
    id: 'shortage',
    label: 'Shortage',
    unit: 'units',
    definition: 'Safety stock − projected on hand at the end of the shortage window',
    width: 88,
    summed: true,
  },
  {
    id: 'excess',
    label: 'Excess',
    unit: 'units',
    definition:
      'Smallest projected on hand in the excess window, less the larger of safety stock and hold-back',
    width: 80,
    summed: true,
  },
  {
    id: 'onHand',
    label: 'On hand',
    unit: 'units',
    definition: 'As the location’s system reports it; a negative figure is kept and raised as an exception',
    width: 84,
    summed: true,
  },
  {
    id: 'reserved',
    label: 'Reserved',
    unit: 'units',
    definition: 'Held for open customer and repair orders',
    width: 86,
    summed: true,
  },
  {
    id: 'workInProgress',
    label: 'In workshop',
    unit: 'units',
    definition: 'Issued to the workshop and not yet billed',
    width: 100,
    summed: true,
  },
  {
    id: 'qualityHold',
    label: 'Quality hold',
    unit: 'units',
    definition: 'Blocked until inspected',
    width: 100,
    summed: true,
  },
  {
    id: 'inTransitIn',
    label: 'In transit',
    unit: 'units',
    definition: 'Shipped to this location and not yet received',
    width: 88,
    summed: true,
  },
  {
    id: 'onOrder',
    label: 'On order',
    unit: 'units',
    definition: 'Ordered and not yet shipped',
    width: 84,
    summed: true,
  },
  {
    id: 'backorder',
    label: 'Backorder',
    unit: 'units',
    definition: 'Customer demand waiting for stock',
    width: 92,
    summed: true,
  },
  {
    id: 'stockValue',
    label: 'Stock value',
    unit: 'money',
    definition: 'max(0, on hand) × unit cost',
    width: 108,
    summed: true,
  },
  {
    id: 'demandClass',
    label: 'Demand class',
    unit: 'text',
    definition:
      'Syntetos-Boylan: mean interval between demands against 1.32, squared variation of sizes against 0.49',
    width: 110,
    distinct: true,
  },
  {
    id: 'criticality',
    label: 'Criticality',
    unit: 'text',
    definition: 'How badly a repair needs the part',
    width: 94,
    distinct: true,
  },
  { id: 'family', label: 'Family', unit: 'text', definition: 'Product family', width: 130, distinct: true },
  {
    id: 'region',
    label: 'Region',
    unit: 'text',
    definition: 'Region of the location',
    width: 112,
    distinct: true,
  },
  {
    id: 'ownerGroup',
    label: 'Owner group',
    unit: 'text',
    definition: 'Dealers of one owner settle without a mark-up',
    width: 130,
    distinct: true,
  },
  { id: 'unitCost', label: 'Unit cost', unit: 'money', definition: 'Standard cost of a unit', width: 94 },
  {
    id: 'protection',
    label: 'Protection',
    unit: 'text',
    definition: 'Whether the dealer never gives the part, or may return units of it to the car maker',
    width: 104,
    distinct: true,
  },
  {
    id: 'feedAge',
    label: 'Feed age',
    unit: 'hours',
    definition: 'Hours since the location’s system last spoke',
    width: 86,
  },
] as const satisfies readonly GridColumn[];

export type InventoryColumn = (typeof inventoryColumns)[number]['id'];

/** Of a route, and of each transfer on it. */
export const perFreightColumn = {
  id: 'perFreight',
  label: 'Benefit ÷ freight',
  unit: 'number',
  definition:
    'Stockout cost avoided by everything on the route for each unit of money that its freight costs',
  width: 118,
} as const satisfies GridColumn;

export const transferColumns = [
  { id: 'transferId', label: 'Transfer', unit: 'text', definition: 'Number of the transfer', width: 96 },
  { id: 'itemId', label: 'Item', unit: 'text', definition: 'Part number', width: 116 },
  { id: 'description', label: 'Description', unit: 'text', definition: 'Name of the part', width: 180 },
  { id: 'fromId', label: 'From', unit: 'text', definition: 'Donor', width: 80 },
  { id: 'fromName', label: 'Donor', unit: 'text', definition: 'Name of the donor', width: 160 },
  { id: 'toId', label: 'To', unit: 'text', definition: 'Receiver', width: 80 },
  { id: 'toName', label: 'Receiver', unit: 'text', definition: 'Name of the receiver', width: 160 },
  {
    id: 'quantity',
    label: 'Quantity',
    unit: 'units',
    definition: 'Whole units to ship',
    width: 86,
    editable: true,
    summed: true,
  },
  { id: 'days', label: 'Transit', unit: 'days', definition: 'Transit time of the lane', width: 78 },
  {
    id: 'pBefore',
    label: 'P(stockout)',
    unit: 'share',
    definition: 'At the receiver before its next arrival, without the transfer',
    width: 104,
  },
  {
    id: 'pAfter',
    label: 'After',
    unit: 'share',
    definition: 'At the receiver before its next arrival, with the transfer',
    width: 80,
  },
  {
    id: 'benefit',
    label: 'Benefit',
    unit: 'money',
    definition: 'Expected stockout cost avoided at the receiver',
    width: 100,
    summed: true,
  },
  {
    id: 'donor',
    label: 'Donor effect',
    unit: 'money',
    definition: 'Holding saved at the donor less expected stockout cost put on it and return protection lost',
    width: 104,
    summed: true,
  },
  {
    id: 'freight',
    label: 'Freight',
    unit: 'money',
    definition: 'Share of the lane’s fixed cost by weight, plus cost by weight',
    width: 90,
    summed: true,
  },
  {
    id: 'handling',
    label: 'Handling',
    unit: 'money',
    definition: 'Picking, packing and receiving',
    width: 90,
    summed: true,
  },
  {
    id: 'net',
    label: 'Net',
    unit: 'money',
    definition: 'Benefit + donor effect − freight − handling',
    width: 96,
    summed: true,
  },
  {
    id: 'verdict',
    label: 'Verdict',
    unit: 'text',
    definition: 'What the decision table says: auto, approve, block',
    width: 92,
    distinct: true,
  },
  {
    id: 'role',
    label: 'Approver',
    unit: 'text',
    definition: 'Role whose limit covers the transfer',
    width: 92,
    distinct: true,
  },
  {
    id: 'rule',
    label: 'Rule',
    unit: 'text',
    definition: 'Rule of the decision table that fired',
    width: 84,
    distinct: true,
  },
  {
    id: 'ruleReason',
    label: 'Why',
    unit: 'text',
    definition: 'The rule in words',
    width: 220,
    hidden: true,
  },
  {
    id: 'state',
    label: 'State',
    unit: 'text',
    definition: 'Where the transfer stands',
    width: 96,
    distinct: true,
  },
  {
    id: 'proposedBy',
    label: 'Proposed by',
    unit: 'text',
    definition: 'The plan, or the planner who edited it',
    width: 110,
    distinct: true,
  },
  {
    id: 'reason',
    label: 'Reason',
    unit: 'text',
    definition: 'Code given on rejection',
    width: 150,
    distinct: true,
  },
  {
    id: 'route',
    label: 'Route',
    unit: 'text',
    definition: 'From donor to receiver: everything on it travels together',
    width: 128,
    hidden: true,
  },
  {
    id: 'kg',
    label: 'Weight',
    unit: 'kg',
    definition: 'Quantity × weight of the item',
    width: 84,
    hidden: true,
    summed: true,
  },
  {
    id: 'valueMoved',
    label: 'Value',
    unit: 'money',
    definition: 'Quantity × unit cost: the stock that would move',
    width: 100,
    hidden: true,
    summed: true,
  },
  { ...perFreightColumn, hidden: true },
] as const satisfies readonly GridColumn[];

export type TransferColumn = (typeof transferColumns)[number]['id'];
