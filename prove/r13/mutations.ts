// Bugs planted around the program: each asks or answers the way the program would with that bug. The matrix has to see every one.
import type { Answer, Cell } from './case.ts';
import type { Decide } from './product.ts';

export interface Mutation {
  name: string;
  /** the changes that bring about what the bug touches; without any the written questions do */
  after: string[];
  plant: (decide: Decide) => Decide;
}

/** A bug that does not see part of the question, or sees another. */
const asking = (name: string, after: string[], change: (cell: Cell) => void): Mutation => ({
  name,
  after,
  plant: (decide) => (cell) => {
    const misread = structuredClone(cell);
    change(misread);
    return decide(misread);
  },
});

/** A bug in what is made of the reasons. */
const answering = (name: string, after: string[], change: (answer: Answer, cell: Cell) => Answer): Mutation => ({
  name,
  after,
  plant: (decide) => (cell) => change(decide(cell), cell),
});

const LATER = '2999-01-01T00:00:00Z';

const drop = (cell: Cell, condition: string): void => {
  const { handling, derivedFrom = [] } = cell.item;
  for (const one of [handling, ...derivedFrom.map((part) => part.handling)])
    one.conditions = one.conditions.filter(({ code }) => code !== condition);
};

const WAITING = ['PRIOR_AUTHORISATION', 'ORIGINATOR_CONTROL', 'SOURCE_AT_RISK', 'FOUR_EYES'];

const isQuery = ({ request }: Cell): boolean => ['search', 'list'].includes(request.question);

const isUntrainedEmergency = ({ request, caller, agreements }: Cell): boolean =>
  request.question === 'breakGlass' &&
  caller.training.length === 0 &&
  agreements.some(
    ({ instrument, flows }) =>
      instrument === 'vital-interest' && flows.some(({ person }) => person.training.length > 0),
  );

/** The planted bugs, by name. */
export const mutations: Mutation[] = [
  asking('a certificate that has lapsed counts', [], ({ caller }) => {
    for (const certificate of caller.training) certificate.until = LATER;
  }),
  answering('what waits wins over what refuses', ['approval:pending 72 h'], (answer) =>
    answer.effect === 'DENY' && answer.reasonsInOrder.some((reason) => WAITING.includes(reason))
      ? { ...answer, effect: 'PEND', outward: answer.outward === null ? null : 202 }
      : answer,
  ),
  asking('a juvenile who is not the main subject is not masked', [], ({ item, subjects }) => {
    const others = item.subjects.filter(({ role }) => role === 'OTHER').map(({ ref }) => ref);
    for (const subject of subjects) if (others.includes(subject.ref)) delete subject.juvenile;
  }),
  asking('an agreement expires by the event and not by the clock', [], ({ agreements }) => {
    for (const { term } of agreements) term.to = '2999-01-01';
  }),
  asking('NO_ONWARD is dropped', ['condition:NO_ONWARD'], (cell) => drop(cell, 'NO_ONWARD')),
  asking('a suspended agreement lets data through', [], ({ agreements }) => {
    for (const agreement of agreements) if (agreement.state === 'SUSPENDED') agreement.state = 'IN_FORCE';
  }),
  asking('an assignment that has ended counts', [], ({ caller }) => {
    for (const assignment of caller.assignments) assignment.until = null;
  }),
  answering('who may not know is told 403', [], (answer) =>
    answer.outward === 404 ? { ...answer, outward: 403 } : answer,
  ),
  asking('a stale bundle serves an agreement', ['bundle:stale'], ({ bundle }) => {
    bundle.ageSeconds = 0;
  }),
  answering('an emergency asks for training', ['flow:asks for a course'], (answer, cell) =>
    isUntrainedEmergency(cell)
      ? { ...answer, effect: 'DENY', outward: 403, reason: 'TRAINING_LAPSED', reasonsInOrder: ['TRAINING_LAPSED'] }
      : answer,
  ),
  asking('clause 19 is not read', ['emergency:two hours, looked at by three in a day'], ({ agreements }) => {
    for (const agreement of agreements) delete agreement.clauses;
  }),
  asking('the version at publication is ignored', [], ({ agreements, item }) => {
    for (const { id, version } of agreements) item.underVersions[id] = version;
  }),
  asking('special categories go without necessity', [], ({ item, request }) => {
    const fields = Object.keys(item.categories).filter((field) => item.categories[field] === 'SPC');
    if (fields.length > 0)
      request.necessity = { text: 'x', fields, approvedBy: { person: 'somebody-else', unit: 'another-unit' } };
  }),
  asking('an item does not inherit from its parts', ['part:LEGAL_PRIVILEGE'], ({ item }) => {
    delete item.derivedFrom;
  }),
  asking('four eyes may be two of one person', ['approval:four eyes, his own'], ({ request }) => {
    for (const approval of request.approvals ?? []) approval.person = 'somebody-else';
  }),
  asking('a consent that was taken back counts', ['approval:consent taken back'], ({ request }) => {
    request.approvals = (request.approvals ?? []).filter(({ kind }) => kind !== 'ORIGINATOR_REFUSAL');
  }),
  asking('a consent is good for any recipient', ['approval:consent for another recipient'], ({ request }) => {
    for (const approval of request.approvals ?? []) delete approval.covers;
  }),
  asking('juvenile is who is under age today', ['subject:grown up since'], ({ subjects }) => {
    for (const { juvenile } of subjects) if (juvenile) juvenile.atConduct = juvenile.age < 18;
  }),
  asking('the periods of a flow are not asked', ['kept:until yesterday'], ({ agreements }) => {
    for (const { flows, versions = [] } of agreements)
      for (const flow of [flows, ...versions.map((version) => version.flows)].flat())
        flow.retain = { review: 'P99Y', destroy: 'P99Y' };
  }),
  asking('the day itself is no longer within a period', ['kept:until today'], ({ item }) => {
    item.publishedAt = new Date(Date.parse(item.publishedAt) - 86_400_000).toISOString();
  }),
  asking(
    'what was agreed on handling and proceedings is not asked',
    ['conditions agreed:NO_ONWARD alone', 'use in proceedings:a lead'],
    ({ agreements }) => {
      for (const agreement of agreements) delete agreement.clauses;
    },
  ),
  asking('a grade of any scale counts', ['grading:on another scale'], ({ agreements }) => {
    for (const { flows } of agreements) for (const flow of flows) delete flow.grading;
  }),
  asking('a special category stays as long as the item', ['special category:after its period'], ({ agreements }) => {
    for (const { flows } of agreements) for (const flow of flows) delete flow.special;
  }),
  answering('a query tells the class of a refusal as an empty page', [], (answer, cell) =>
    isQuery(cell) && answer.effect === 'DENY' ? { ...answer, effect: 'NOT_FOUND', outward: 200 } : answer,
  ),
];
