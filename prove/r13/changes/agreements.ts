// What the instruments say: kind, state, term, versions, flows.
import type { Agreement, Cell, Emergency, Flow } from '../case.ts';
import { changesOf, DAY, eachFlow, fieldOf, fromNow, HOUR, type Change } from './change.ts';

const STATES = ['DRAFT', 'REVIEWED', 'SIGNED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'TERMINATED', 'WOUND_DOWN'];
const KINDS: Agreement['instrument'][] = ['agreement', 'statute', 'vital-interest', 'internal-instruction'];

const first = ({ agreements }: Cell): Agreement => agreements[0]!;

const dayOf = (cell: Cell, milliseconds: number): string => fromNow(cell, milliseconds).slice(0, 10);

/** The instrument a second time, under another name and as another kind. */
const alsoAs = (cell: Cell, instrument: Agreement['instrument'], change: (other: Agreement) => void): void => {
  const other = { ...structuredClone(first(cell)), id: 'second-instrument', version: 2, instrument };
  delete other.versions;
  cell.item.underVersions[other.id] = 2;
  change(other);
  cell.agreements.push(other);
};

/** Two versions in flight: what came before is made from what is in force. */
const before = (cell: Cell, change: (earlier: Agreement['flows'][number]) => void): void => {
  const agreement = first(cell);
  const earlier = structuredClone(agreement.flows);
  for (const flow of earlier) change(flow);
  agreement.version = 2;
  agreement.versions = [
    { version: 1, effectiveFrom: fromNow(cell, -400 * DAY), flows: earlier },
    { version: 2, effectiveFrom: fromNow(cell, -HOUR), flows: structuredClone(agreement.flows) },
  ];
  cell.item.underVersions[agreement.id] = 1;
};

/** A flow that also names the first field of a category the product has. */
const alsoNames = ({ item }: Cell, flow: Flow, category: string): void => {
  const field = fieldOf(item, category);
  if (field in item.categories && flow.product === item.product) flow.fields = [...new Set([...flow.fields, field])];
};

/** Clause 19 of every agreement; it rules those of vital interest. */
const emergencies =
  (change: Partial<Emergency>) =>
  ({ agreements }: Cell): void => {
    const usual = { timebox: 'PT1H', noticeWithin: 'PT1M', reviewWithin: 'PT48H', reviewers: 2 };
    const rule = { under: 'kz-threat-to-life', purposes: ['PREVENT_SERIOUS_HARM'], ...usual, ...change };
    for (const agreement of agreements) agreement.clauses = [{ clause: 19, rule }];
  };

const lessOne = (fields: string[]): string[] => (fields.length > 1 ? fields.slice(0, -1) : fields);

const states = changesOf(
  'state',
  Object.fromEntries(STATES.map((state) => [state, (cell: Cell) => void (first(cell).state = state)])),
);

const kinds = changesOf(
  'kind',
  Object.fromEntries(KINDS.map((kind) => [kind, (cell: Cell) => void (first(cell).instrument = kind)])),
);

export const agreementChanges: Change[] = [
  ...states,
  ...kinds,
  ...changesOf('term', {
    'begins tomorrow': (cell) => void (first(cell).term = { from: dayOf(cell, 2 * DAY), to: dayOf(cell, 900 * DAY) }),
    'ended yesterday': (cell) => void (first(cell).term.to = dayOf(cell, -2 * DAY)),
    'ends today': (cell) => void (first(cell).term.to = dayOf(cell, 5 * HOUR)),
    'ended today': (cell) => {
      first(cell).timezone = 'UTC';
      first(cell).term.to = dayOf(cell, 0);
    },
    'suspended with copies frozen': (cell) => {
      first(cell).state = 'SUSPENDED';
      first(cell).suspension = { by: 'liaison working group', freezePriorCopies: true };
    },
    'suspended, copies in use': (cell) => {
      first(cell).state = 'SUSPENDED';
      first(cell).suspension = { by: 'liaison working group', freezePriorCopies: false };
    },
  }),
  ...changesOf('second instrument', {
    alike: (cell) => alsoAs(cell, first(cell).instrument, () => undefined),
    'one field less': (cell) =>
      alsoAs(cell, 'agreement', ({ flows }) => flows.forEach((flow) => (flow.fields = lessOne(flow.fields)))),
    suspended: (cell) => alsoAs(cell, 'agreement', (other) => void (other.state = 'SUSPENDED')),
    'a draft': (cell) => alsoAs(cell, 'agreement', (other) => void (other.state = 'DRAFT')),
    'other purpose': (cell) =>
      alsoAs(cell, 'agreement', ({ flows }) => flows.forEach((flow) => (flow.purposes = ['INTEGRITY']))),
    'a statute': (cell) => alsoAs(cell, 'statute', () => undefined),
    'an expired statute': (cell) => alsoAs(cell, 'statute', (other) => void (other.state = 'EXPIRED')),
    'a statute for another purpose': (cell) =>
      alsoAs(cell, 'statute', ({ flows }) => flows.forEach((flow) => (flow.purposes = ['INTEGRITY']))),
    'vital interest': (cell) => alsoAs(cell, 'vital-interest', () => undefined),
    'an instruction asking more vetting': (cell) =>
      alsoAs(cell, 'internal-instruction', ({ flows }) => flows.forEach((flow) => (flow.person.vetting = 'L3'))),
  }),
  ...changesOf('versions', {
    'earlier alike': (cell) => before(cell, () => undefined),
    'earlier narrower': (cell) => before(cell, (flow) => void (flow.fields = lessOne(flow.fields))),
    'earlier wider': (cell) => before(cell, (flow) => alsoNames(cell, flow, 'IDN')),
    'earlier other purpose': (cell) => before(cell, (flow) => void (flow.purposes = ['INTEGRITY'])),
    'earlier asks L3': (cell) => before(cell, (flow) => void (flow.person.vetting = 'L3')),
    'earlier other category': (cell) => before(cell, (flow) => void (flow.subjectCategories = ['VICTIM'])),
    'earlier forbids onward': (cell) => before(cell, (flow) => void (flow.onward = 'forbidden')),
    'published under the current': (cell) => {
      before(cell, (flow) => void (flow.fields = lessOne(flow.fields)));
      cell.item.underVersions[first(cell).id] = 2;
    },
  }),
  ...changesOf('onward', {
    allowed: (cell) => eachFlow(cell, (flow) => void (flow.onward = 'allowed')),
    consent: (cell) => eachFlow(cell, (flow) => void (flow.onward = 'originator-consent')),
    forbidden: (cell) => eachFlow(cell, (flow) => void (flow.onward = 'forbidden')),
  }),
  ...changesOf('acknowledge', {
    'in 15 minutes': (cell) => eachFlow(cell, (flow) => void (flow.acknowledge = 'PT15M')),
    'in half an hour': (cell) => eachFlow(cell, (flow) => void (flow.acknowledge = 'PT30M')),
    'in 4 hours': (cell) => eachFlow(cell, (flow) => void (flow.acknowledge = 'PT4H')),
    'in a day': (cell) => eachFlow(cell, (flow) => void (flow.acknowledge = 'PT24H')),
    'in three days': (cell) => eachFlow(cell, (flow) => void (flow.acknowledge = 'PT72H')),
  }),
  ...changesOf('emergency', {
    'two hours, looked at by three in a day': emergencies({ timebox: 'PT2H', reviewWithin: 'P1D', reviewers: 3 }),
    'a day, told in a quarter': emergencies({ timebox: 'P1D', noticeWithin: 'PT15M', reviewWithin: 'P7D' }),
    'for another purpose': emergencies({ purposes: ['SAFE_CUSTODY'] }),
    'for other purposes too': emergencies({ purposes: ['INVESTIGATE', 'PREVENT_SERIOUS_HARM'] }),
  }),
  ...changesOf('flow', {
    'juvenile desk is the unit': (cell) =>
      eachFlow(cell, (flow) => void (flow.juvenile = { desk: cell.caller.unit ?? 'nobody' })),
    'juvenile desk is another': (cell) => eachFlow(cell, (flow) => void (flow.juvenile = { desk: 'juvenile-desk' })),
    'asks for consent': (cell) => eachFlow(cell, (flow) => void (flow.consent = 'AFTER_CARE')),
    'asks for a course': (cell) => eachFlow(cell, (flow) => void (flow.person.training = ['handling-intelligence'])),
    'asks L3': (cell) => eachFlow(cell, (flow) => void (flow.person.vetting = 'L3')),
    'asks for an assignment': (cell) => eachFlow(cell, (flow) => void (flow.person.assignment = 'required')),
    'asks for no assignment': (cell) => eachFlow(cell, (flow) => void (flow.person.assignment = 'none')),
    'names special fields': (cell) => eachFlow(cell, (flow) => alsoNames(cell, flow, 'SPC')),
    'destroys after the referral': (cell) =>
      eachFlow(cell, (flow) => void (flow.retain.destroy = 'END_OF_REFERRAL+P90D')),
    'knows victims only': (cell) => eachFlow(cell, (flow) => void (flow.subjectCategories = ['VICTIM'])),
    'gives a country': (cell) => eachFlow(cell, (flow) => void (flow.foreign = { countries: ['XX'] })),
    'gives no country': (cell) => eachFlow(cell, (flow) => void (flow.foreign = false)),
  }),
];
