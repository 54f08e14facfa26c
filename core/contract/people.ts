import { z } from 'zod';

/**
 * Local profiles. They stand for people until a hub signs them in: whoever proposes does not approve, and
 * each role has its limits (core/policy).
 */
export const roles = ['planner', 'approver', 'finance'] as const;
export type Role = (typeof roles)[number];

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export const profiles: readonly Profile[] = [
  { id: 'planner', name: 'Ines Planner', role: 'planner' },
  { id: 'approver', name: 'Omar Approver', role: 'approver' },
  { id: 'finance', name: 'Ruth Finance', role: 'finance' },
];

export const profileIdSchema = z.enum(['planner', 'approver', 'finance']);

export function profileById(id: string): Profile {
  const profile = profiles.find((candidate) => candidate.id === id);
  if (profile === undefined) throw new RangeError(`no profile ${id}`);
  return profile;
}
