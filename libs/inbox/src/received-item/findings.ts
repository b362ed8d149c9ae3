// Which findings hold about an item now: those it came with, those its originator made about it since, and those about what it
// rests on (domain reference 6: a derived item is as strict as its strictest part). Pure.
import { basisChangesOf, correctionsOf } from './notices.ts';
import type { ReceivedItem } from './received-item.decider.ts';
import type { Findings } from './received-item.events.ts';

/** What an item that is kept and not to be used is marked with, so that policy narrows its use (40-subject.cedar). */
const NOT_TO_BE_USED = 'ACCURACY_CONTESTED';

/** Sorted, each once. */
export const findingsNow = (item: ReceivedItem): string[] => {
  const came = item.held?.envelope.markers ?? [];
  const own = correctionsOf(item).reduce((now, { effect, findings }) => {
    const set = findings?.set ?? [];
    // To be kept and not used, whatever was found: that stays until a finding of this name is lifted.
    return changed(now, {
      set: effect === 'RESTRICT' ? [...set, NOT_TO_BE_USED] : set,
      lifted: findings?.lifted ?? [],
    });
  }, new Set(came));
  return [...new Set([...own, ...ofBasis(item)])].sort();
};

/** What was lifted from one part holds as long as another part has it. */
const ofBasis = (item: ReceivedItem): string[] => {
  const parts = new Map<string, Set<string>>();
  for (const { basis = '', findings } of basisChangesOf(item))
    if (findings) parts.set(basis, changed(parts.get(basis) ?? new Set(), findings));
  return [...parts.values()].flatMap((findings) => [...findings]);
};

const changed = (now: ReadonlySet<string>, { set, lifted }: Findings): Set<string> =>
  new Set([...[...now].filter((finding) => !lifted.includes(finding)), ...set]);
