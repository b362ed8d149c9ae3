// What an amendment changes, in plain words: what widens (more leaves, to more people, for longer, or with weaker duties), what
// narrows, what is neutral. Promise: whatever the new text offers beyond the old one is said to widen; where two terms
// cannot be compared, they are taken to widen.
import { clauseDifferences } from './clause-difference.ts';
import type { Change, Difference } from './effect.ts';
import { flowDifferences } from './flow-difference.ts';
import type { CompiledInstrument } from './instrument.ts';
import { dayInWords } from './words.ts';

const termDifferences = (before: CompiledInstrument, after: CompiledInstrument): Change[] => {
  const changes: Change[] = [];
  for (const [key, wider] of [
    ['from', after.term.from < before.term.from],
    ['to', after.term.to > before.term.to],
  ] as const)
    if (before.term[key] !== after.term[key])
      changes.push({
        effect: wider ? 'widens' : 'narrows',
        says: `${key === 'from' ? 'begins' : 'ends'} on ${dayInWords(after.term[key])}, was ${dayInWords(before.term[key])}`,
      });
  if (before.timezone !== after.timezone)
    changes.push({ effect: 'widens', says: `its days are read in ${after.timezone}, were read in ${before.timezone}` });
  return changes;
};

const headDifferences = (before: CompiledInstrument, after: CompiledInstrument): Difference[] => {
  const where = 'the whole';
  const kind: Difference[] =
    before.instrument === after.instrument
      ? []
      : [{ effect: 'widens', where, says: `is of kind ${after.instrument}, was ${before.instrument}` }];
  const ids = (instrument: CompiledInstrument) => instrument.parties.map(({ id }) => id);
  const parties = [
    ...ids(after).flatMap((id) => (ids(before).includes(id) ? [] : [`${id} becomes a party`])),
    ...ids(before).flatMap((id) => (ids(after).includes(id) ? [] : [`${id} is no party any more`])),
  ].map((says): Difference => ({ effect: 'neutral', where, says }));
  const bases = JSON.stringify(before.legalBasis) === JSON.stringify(after.legalBasis);
  const basis: Difference[] = bases ? [] : [{ effect: 'neutral', where, says: 'names other laws as its basis' }];
  const title: Difference[] =
    before.title === after.title ? [] : [{ effect: 'neutral', where, says: `is called ${after.title}` }];
  const term = termDifferences(before, after).map((change) => ({ ...change, where }));
  return [...kind, ...title, ...term, ...parties, ...basis];
};

/** All differences between two texts of one instrument, in the order of the new text. Empty when nothing changed but the version. */
export const compareInstruments = (before: CompiledInstrument, after: CompiledInstrument): Difference[] => [
  ...headDifferences(before, after),
  ...flowDifferences(before.flows, after.flows),
  ...clauseDifferences(before, after),
];
