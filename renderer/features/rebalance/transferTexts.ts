import type { RejectReason } from '../../../core/contract/commands.ts';

/** What the codes of a transfer are called on screen. */
export const verdictLabels: Readonly<Record<string, string>> = {
  auto: 'Auto',
  approve: 'Approve',
  block: 'Block',
};

export const verdictDefinitions: Readonly<Record<string, string>> = {
  auto: 'The decision table lets it run by itself',
  approve: 'A person has to approve it',
  block: 'A rule forbids it',
};

export const reasonLabels: Readonly<Record<RejectReason, string>> = {
  'dealer-keeps-stock': 'The dealer keeps the stock',
  'demand-known-to-differ': 'Demand is known to differ',
  'cheaper-source': 'There is a cheaper source',
  'quality-concern': 'Quality concern',
  other: 'Other, said in the note',
};

/** `dealer-keeps-stock: they have a campaign` as people read it. */
export function reasonText(reason: string): string {
  const [code = '', ...rest] = reason.split(': ');
  const label = code in reasonLabels ? reasonLabels[code as RejectReason] : capitalised(code);
  const note = rest.join(': ');
  return note === '' ? label : `${label}: ${note}`;
}

export function capitalised(code: string): string {
  return code === '' ? '' : code[0].toUpperCase() + code.slice(1).replaceAll('-', ' ');
}
