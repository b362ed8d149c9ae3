// Two flows never offer the same item to the same people for the same purpose: they would differ in their terms alone, and
// nobody could say which hold.
import type { Flow } from './instrument.ts';
import { offer, type Report } from './law-check.ts';

const meet = (a: string[], b: string[]): string | undefined => a.find((code) => b.includes(code));

/** What both offer, in words; null when they are about different things. */
const sharedOffer = (a: Flow, b: Flow): string | null => {
  if (a.product !== b.product || a.producer !== b.producer) return null;
  if (JSON.stringify(a.juvenile) !== JSON.stringify(b.juvenile)) return null;
  const types =
    a.alertTypes && b.alertTypes ? meet(a.alertTypes, b.alertTypes) : (a.alertTypes ?? b.alertTypes ?? [])[0];
  if (a.alertTypes && b.alertTypes && types === undefined) return null;
  const shared = [
    meet(a.consumers, b.consumers),
    meet(a.purposes, b.purposes),
    meet(a.subjectCategories, b.subjectCategories),
    meet(a.person.roles, b.person.roles),
  ];
  return shared.includes(undefined) ? null : [...shared, ...(types ? [types] : [])].join(', ');
};

/** Reports each flow that meets an earlier one. The same offer said twice is reported with the terms of flows already. */
export const checkOverlaps = (flows: Flow[], report: Report): void =>
  flows.forEach((flow, index) => {
    const before = flows.slice(0, index);
    const earlier = before.findIndex((other) => offer(other) !== offer(flow) && sharedOffer(other, flow) !== null);
    const other = before[earlier];
    const shared = other && sharedOffer(other, flow);
    if (shared)
      report(
        ['flows', index],
        `flow ${index + 1} overlaps flow ${earlier + 1} (${shared})`,
        'keep purposes, people, roles or types of alert apart, or merge the two',
      );
  });
