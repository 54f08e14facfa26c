import { perFreightColumn, type GridColumn } from './columns.ts';

/** What a group of proposals brings, and how it would be decided. */
const outcomeColumns = [
  {
    id: 'benefit',
    label: 'Benefit',
    unit: 'money',
    definition: 'Expected stockout cost avoided at the receivers',
    width: 100,
    summed: true,
  },
  {
    id: 'donor',
    label: 'Donor effect',
    unit: 'money',
    definition:
      'Holding saved at the donors less expected stockout cost put on them and return protection lost',
    width: 104,
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
    width: 100,
    summed: true,
  },
  {
    id: 'auto',
    label: 'Auto',
    unit: 'count',
    definition: 'Proposals that the decision table lets run by themselves',
    width: 64,
    summed: true,
  },
  {
    id: 'approve',
    label: 'To approve',
    unit: 'count',
    definition: 'Proposals that wait for an approval',
    width: 90,
    summed: true,
  },
  {
    id: 'block',
    label: 'Blocked',
    unit: 'count',
    definition: 'Proposals that a rule blocks',
    width: 76,
    summed: true,
  },
] as const satisfies readonly GridColumn[];

/** What a group would move. */
const loadColumns = [
  {
    id: 'units',
    label: 'Units',
    unit: 'units',
    definition: 'Units of all its open proposals',
    width: 76,
    summed: true,
  },
  {
    id: 'kg',
    label: 'Weight',
    unit: 'kg',
    definition: 'Units × weight of the item',
    width: 84,
    summed: true,
  },
  {
    id: 'valueMoved',
    label: 'Value',
    unit: 'money',
    definition: 'Units × unit cost: the stock that would move',
    width: 100,
    summed: true,
  },
] as const satisfies readonly GridColumn[];

/** Open proposals gathered by lane: a route is everything on one lane. */
export const routeColumns = [
  {
    id: 'route',
    label: 'Route',
    unit: 'text',
    definition: 'From donor to receiver',
    width: 128,
  },
  {
    id: 'fromId',
    label: 'From',
    unit: 'text',
    definition: 'Donor',
    width: 68,
    distinct: true,
  },
  {
    id: 'fromName',
    label: 'From name',
    unit: 'text',
    definition: 'Name of the donor',
    width: 150,
  },
  {
    id: 'toId',
    label: 'To',
    unit: 'text',
    definition: 'Receiver',
    width: 68,
    distinct: true,
  },
  {
    id: 'toName',
    label: 'To name',
    unit: 'text',
    definition: 'Name of the receiver',
    width: 150,
  },
  {
    id: 'days',
    label: 'Days',
    unit: 'days',
    definition: 'Transit time of the lane',
    width: 64,
  },
  {
    id: 'transfers',
    label: 'Transfers',
    unit: 'count',
    definition: 'Open proposals on the lane',
    width: 82,
    summed: true,
  },
  ...loadColumns,
  {
    id: 'freight',
    label: 'Freight',
    unit: 'money',
    definition: 'Fixed cost of the lane, once for each shipment, plus cost by weight',
    width: 96,
    summed: true,
  },
  {
    id: 'fixed',
    label: 'Fixed',
    unit: 'money',
    definition: 'Fixed cost of the lane’s shipments, shared by everything on it',
    width: 84,
    summed: true,
  },
  {
    id: 'byWeight',
    label: 'By weight',
    unit: 'money',
    definition: 'Weight × cost per kg of the lane',
    width: 92,
    summed: true,
  },
  perFreightColumn,
  ...outcomeColumns,
] as const satisfies readonly GridColumn[];

export type RouteColumn = (typeof routeColumns)[number]['id'];

/** Open proposals gathered by item. */
export const itemGroupColumns = [
  {
    id: 'itemId',
    label: 'Item',
    unit: 'text',
    definition: 'Part number',
    width: 110,
  },
  {
    id: 'description',
    label: 'Description',
    unit: 'text',
    definition: 'Name of the part',
    width: 190,
  },
  {
    id: 'criticality',
    label: 'Criticality',
    unit: 'text',
    definition: 'How much a stockout of it hurts',
    width: 96,
    distinct: true,
  },
  {
    id: 'transfers',
    label: 'Transfers',
    unit: 'count',
    definition: 'Open proposals of the item',
    width: 82,
    summed: true,
  },
  {
    id: 'donors',
    label: 'Donors',
    unit: 'count',
    definition: 'Locations that would give',
    width: 76,
  },
  {
    id: 'receivers',
    label: 'Receivers',
    unit: 'count',
    definition: 'Locations that would get',
    width: 88,
  },
  ...loadColumns,
  {
    id: 'freight',
    label: 'Freight',
    unit: 'money',
    definition: 'Its shares of the lanes’ costs',
    width: 96,
    summed: true,
  },
  ...outcomeColumns,
] as const satisfies readonly GridColumn[];

export type ItemGroupColumn = (typeof itemGroupColumns)[number]['id'];
