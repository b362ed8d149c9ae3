// Who asks, and whom the item is about.
import type { Cell, Subject } from '../case.ts';
import { LED6 } from '../codes.ts';
import { asAgency, changesOf, DAY, eachSubject, fromNow, HOUR, type Change } from './change.ts';

const main = (name: string, apply: (subject: Subject, cell: Cell) => void): [string, (cell: Cell) => void] => [
  name,
  (cell) => eachSubject(cell, 'MAIN', (subject) => apply(subject, cell)),
];

/** Only people have cousins and superiors; an agency as such has none. */
const tie = ({ caller }: Cell, kind: 'conflicts' | 'chain', ref: string | undefined): void => {
  if (caller.person !== null && ref !== undefined) caller[kind].push(ref);
};

/** A second person in an item, named in its list of people and in one of its texts. */
const second = (role: 'MAIN' | 'OTHER', apply: (subject: Subject, cell: Cell) => void) => (cell: Cell) => {
  const { item } = cell;
  const subject: Subject = {
    ref: 'S2-SECOND',
    category: cell.subjects[0]?.category ?? 'SUSPECT',
    cases: [...(cell.subjects[0]?.cases ?? [])],
  };
  cell.subjects.push(subject);
  item.subjects.push({ ref: subject.ref, role });
  const { subjects, paragraphs } = item.payload;
  if (Array.isArray(subjects)) {
    subjects.push({ ref: subject.ref, name: 'Aslan Zhumabek (invented)', aliases: ['Little Fox'], role });
    item.categories['subjects[].aliases[]'] ??= 'IDN';
  }
  if (Array.isArray(paragraphs)) paragraphs.push({ n: 9, text: 'Little Fox was with him.', factual: true, names: [] });
  apply(subject, cell);
};

const SECOND: Record<string, (subject: Subject, cell: Cell) => void> = {
  'of the same case': () => undefined,
  'of another case': (subject) => void (subject.cases = ['KZ-2026-209']),
  'whose case was mine': (subject, cell) => {
    subject.cases = ['KZ-2026-209'];
    cell.caller.assignments.push({ case: 'KZ-2026-209', from: fromNow(cell, -90 * DAY), until: fromNow(cell, -DAY) });
  },
  'a juvenile': (subject) => void (subject.juvenile = { age: 17, atConduct: true }),
  'a juvenile then, and sealed': (subject) => {
    subject.juvenile = { age: 24, atConduct: true };
    subject.sealed = { since: '2020-01-01' };
  },
  'under age today only': (subject) => void (subject.juvenile = { age: 17, atConduct: false }),
  'with limited access': (subject) => void (subject.limitedAccess = { allow: ['po-somebody-else'] }),
  'a victim': (subject) => void (subject.category = 'VICTIM'),
  acquitted: (subject, cell) =>
    void (subject.acquitted = { case: cell.item.caseRef ?? 'x', final: true, at: fromNow(cell, -DAY) }),
  'a cousin': (subject, cell) => tie(cell, 'conflicts', subject.ref),
  'a superior': (subject, cell) => tie(cell, 'chain', subject.ref),
};

const seconds = (role: 'MAIN' | 'OTHER'): Change[] =>
  changesOf(
    'second person',
    Object.fromEntries(Object.entries(SECOND).map(([name, apply]) => [`${role} ${name}`, second(role, apply)])),
  );

const assigned = (from: number, until: number | null) => (cell: Cell) => {
  const end = until === null ? null : fromNow(cell, until);
  for (const assignment of cell.caller.assignments)
    Object.assign(assignment, { from: fromNow(cell, from), until: end });
};

const trained = (until: number) => (cell: Cell) => {
  for (const certificate of cell.caller.training) certificate.until = fromNow(cell, until);
};

export const peopleChanges: Change[] = [
  ...changesOf(
    'category',
    Object.fromEntries(LED6.map((category) => main(category, (subject) => void (subject.category = category)))),
  ),
  ...changesOf(
    'subject',
    Object.fromEntries([
      main('a juvenile at the time', (subject) => void (subject.juvenile = { age: 16, atConduct: true })),
      main('grown up since', (subject) => void (subject.juvenile = { age: 23, atConduct: true })),
      main('under age today only', (subject) => void (subject.juvenile = { age: 17, atConduct: false })),
      main('sealed', (subject) => void (subject.sealed = { since: '2020-06-01' })),
      main('sealed today', (subject, cell) => void (subject.sealed = { since: fromNow(cell, 5 * HOUR).slice(0, 10) })),
      main('sealed next year', (subject) => void (subject.sealed = { since: '2028-01-01' })),
      main(
        'open to the caller',
        (subject, cell) => void (subject.limitedAccess = { allow: [cell.caller.person ?? 'x'] }),
      ),
      main('open to the unit', (subject, cell) => void (subject.limitedAccess = { allow: [cell.caller.unit ?? 'x'] })),
      main('open to others', (subject) => void (subject.limitedAccess = { allow: ['po-somebody-else'] })),
      main('open to nobody', (subject) => void (subject.limitedAccess = { allow: [] })),
      main(
        'acquitted',
        (subject, cell) =>
          void (subject.acquitted = { case: cell.item.caseRef ?? 'x', final: true, at: fromNow(cell, -DAY) }),
      ),
      main(
        'acquitted, not finally',
        (subject, cell) =>
          void (subject.acquitted = { case: cell.item.caseRef ?? 'x', final: false, at: fromNow(cell, -DAY) }),
      ),
      main(
        'acquitted elsewhere',
        (subject, cell) => void (subject.acquitted = { case: 'KZ-2020-1', final: true, at: fromNow(cell, -DAY) }),
      ),
      main(
        'acquitted tomorrow',
        (subject, cell) =>
          void (subject.acquitted = { case: cell.item.caseRef ?? 'x', final: true, at: fromNow(cell, DAY) }),
      ),
      main('consents', (subject, cell) => {
        subject.consents = [{ for: 'AFTER_CARE', from: fromNow(cell, -DAY), until: null }];
      }),
      main('consented until now', (subject, cell) => {
        subject.consents = [{ for: 'AFTER_CARE', from: fromNow(cell, -DAY), until: cell.now }];
      }),
      main('consented to something else', (subject, cell) => {
        subject.consents = [{ for: 'RESEARCH', from: fromNow(cell, -DAY), until: null }];
      }),
      main('a confidential source', (subject) => {
        subject.confidentialSource = true;
        subject.category = 'PERSON_WITH_INFORMATION';
      }),
    ]),
  ),
  ...seconds('OTHER'),
  ...seconds('MAIN'),
  ...changesOf('assignment', {
    none: (cell) => void (cell.caller.assignments = []),
    'begins now': assigned(0, null),
    'ends now': assigned(-90 * DAY, 0),
    ended: assigned(-90 * DAY, -DAY),
    'begins later': assigned(DAY, null),
    'to another case': (cell) =>
      void (cell.caller.assignments = [{ case: 'KZ-2026-777', from: fromNow(cell, -DAY), until: null }]),
    'to the item only in the past': (cell) =>
      void cell.caller.assignments.unshift({
        case: cell.item.caseRef ?? 'x',
        from: fromNow(cell, -9 * DAY),
        until: fromNow(cell, -8 * DAY),
      }),
  }),
  ...changesOf('training', {
    none: (cell) => void (cell.caller.training = []),
    lapsed: trained(-3 * DAY),
    'lapses now': trained(0),
    'lapses soon': trained(1000),
  }),
  ...changesOf('vetting', {
    L0: (cell) => void (cell.caller.vetting = 'L0'),
    L1: (cell) => void (cell.caller.vetting = 'L1'),
    L3: (cell) => void (cell.caller.vetting = 'L3'),
    none: (cell) => void (cell.caller.vetting = null),
    'runs out now': (cell) => void (cell.caller.vettingUntil = fromNow(cell, 0)),
    'runs out soon': (cell) => void (cell.caller.vettingUntil = fromNow(cell, 1000)),
  }),
  ...changesOf('tie', {
    conflict: (cell) => tie(cell, 'conflicts', cell.subjects[0]?.ref),
    chain: (cell) => tie(cell, 'chain', cell.subjects[0]?.ref),
    both: (cell) => {
      tie(cell, 'conflicts', cell.subjects[0]?.ref);
      tie(cell, 'chain', cell.subjects[0]?.ref);
    },
  }),
  ...changesOf('caller', {
    'on behalf of another': (cell) => void (cell.caller.tokenAgency = 'kz-customs'),
    'with his own token': (cell) => void (cell.caller.tokenAgency = cell.caller.agency),
    automated: (cell) => void (cell.caller.automated = true),
    'without a role': (cell) => void (cell.caller.roles = []),
    'with one role more': (cell) => void cell.caller.roles.push('clerk'),
    'from abroad': (cell) => void (cell.caller.country = 'XX'),
    'of another unit': (cell) => void (cell.caller.unit = 'juvenile-desk'),
    'the agency itself': asAgency,
  }),
];
