// Need-to-know cases on the intelligence report, through HTTP and bus: what the caller is answered, what the police hold, what stood
// on the lane, what the audit keeps. A case says what the right answer is; the report says which of its fields there are.
import { leaves, shapeOf } from '@gatehouse/agreements';
import type { RecordedDecision } from '@gatehouse/sharing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCases, ownCases, type NeedToKnowCase } from '../cases/need-to-know-case.ts';
import { messagesOn, type Message } from './restated-bus.ts';
import { payloadOf } from './restated-record.ts';
import { RestatedReports, type Answered } from './restated-report.ts';
import {
  ELSEWHERE,
  FIELD_INSTEAD,
  KEPT_BACK,
  NOT_IN_THE_REPORT,
  OPENED,
  REASON_NOT_KNOWN,
  SAID_AT_THE_HOP,
  WAITING,
} from './restated-waiting.ts';

const LANES = ['kz-prisons-police', 'kz-vep-protocol'].map((instrument) => ({
  instrument,
  product: 'prison-intelligence.intelligence-report.v1',
}));
/** No agreement of any case lets these leave. */
const NEVER = ['approvedBy', 'provenance', 'reasonableGrounds', 'sanitisedBy', 'sourceNote', 'aliases'];

const cases = new Map(
  loadCases(ownCases).flatMap((entry) => ('case' in entry ? [[entry.case.id, entry.case] as const] : [])),
);
const caseOf = (id: string): NeedToKnowCase => {
  const given = cases.get(id)!;
  const [of, instead] = FIELD_INSTEAD[id] ?? [];
  if (of === undefined) return given;
  const agreements = JSON.stringify(given.agreements).replaceAll(`"${of}"`, JSON.stringify(instead));
  return { ...given, agreements: JSON.parse(agreements) as NeedToKnowCase['agreements'] };
};

/** An instant at which the report went out: the case's, unless its dates had passed by then. */
const publishedAt = ({ item }: NeedToKnowCase): string =>
  item.reviewBy !== null && item.reviewBy < item.publishedAt ? '2026-11-10T06:00:00Z' : item.publishedAt;

type Decided = Awaited<ReturnType<RestatedReports['disseminate']>>['decided'];

interface Asked {
  given: NeedToKnowCase;
  decided: Decided;
  itemId: string;
  answered: Answered;
  audit: { decision: Record<string, unknown>; fields: string[]; agreements: string[]; emergency: boolean };
}

interface KeptBack {
  itemId: string;
  decided: Decided;
}

let reports: RestatedReports;
const asked = new Map<string, Asked>();
const keptBack = new Map<string, KeptBack>();
let messages: Message[];

beforeAll(async () => {
  const first = caseOf(OPENED[0]!);
  reports = await RestatedReports.start(publishedAt(first), [...OPENED, ...KEPT_BACK].map(caseOf));
  for (const id of OPENED) asked.set(id, await opened(caseOf(id)));
  for (const id of KEPT_BACK) keptBack.set(id, await notDelivered(caseOf(id)));
  messages = await messagesOn(reports.gatehouse, LANES, OPENED.length);
}, 600_000);
afterAll(() => reports.end());

const opened = async (given: NeedToKnowCase): Promise<Asked> => {
  await reports.at(publishedAt(given), given, standingAtPublication(given));
  const { itemId, decided } = await reports.disseminate(beforeTheCourt(given));
  const caller = await reports.caller(given, itemId);
  if (given.item.disclosedBefore) await reports.ask(given, caller);
  await reports.foundByCourt(given);
  await reports.at(given.now, given);
  if (given.request.necessity) await reports.necessary(given, caller);
  const answered = await reports.ask(given, caller);
  return {
    given,
    itemId,
    decided,
    answered,
    audit: (await reports.audited(caller.person)) as unknown as Asked['audit'],
  };
};

const notDelivered = async (given: NeedToKnowCase): Promise<KeptBack> => {
  await reports.at(given.now, given);
  await reports.overdue(given);
  return reports.disseminate(given);
};

/** The version in force when the report went out, alone. */
const standingAtPublication = ({ agreements, item }: NeedToKnowCase) =>
  agreements.map((agreement) => {
    const { versions = [], ...standing } = agreement;
    const then = versions.find(({ version }) => version === item.underVersions[agreement.id]);
    return then ? { ...standing, version: then.version, flows: then.flows } : standing;
  });

// A court's finding comes as the person's status: what the police were sent says nothing of it.
const beforeTheCourt = (given: NeedToKnowCase): NeedToKnowCase => ({
  ...given,
  subjects: given.subjects.map((subject) => {
    const { acquitted: _later, ...facts } = subject as typeof subject & { acquitted?: unknown };
    return facts;
  }),
});

it('every case is asked here or elsewhere, or waits for something that is named', () => {
  const all = [...OPENED, ...KEPT_BACK, ...Object.keys(ELSEWHERE), ...Object.keys(WAITING)];
  expect(all.toSorted()).toEqual([...cases.keys()].toSorted());
});

it('nothing stands on the lanes but the reports that were opened', () => {
  const sent = new Set(messages.map(({ itemId }) => itemId));
  expect([...sent].toSorted()).toEqual([...asked.values()].map(({ itemId }) => itemId).toSorted());
});

const absent = (path: string): boolean =>
  Object.keys(NOT_IN_THE_REPORT).some(
    (field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`),
  );

/** Leaves with their values whatever their place in a list: withheld elements close up, so that their number does not show. */
const valuesOf = (entries: [path: string, value: unknown][]): string[] =>
  entries.map(([path, value]) => `${shapeOf(path)} ${JSON.stringify(value)}`).toSorted();

describe.each(OPENED)('%s', (id) => {
  const { expected } = caseOf(id);
  const seen = () => asked.get(id)!;
  const message = () => messages.find(({ itemId }) => itemId === seen().itemId)!;

  it('is answered as the case says', () => expect(seen().answered.status).toBe(expected.outward));

  it("shows exactly the leaves of the case, with the owner's values", () => {
    const owner = new Map(leaves(payloadOf(seen().given, seen().itemId)));
    const wanted = expected.disclosedPaths.filter((path) => !absent(path));
    expect(wanted.filter((path) => !owner.has(path))).toEqual([]);
    const shown = valuesOf(Object.entries(seen().answered.shown));
    expect(shown).toEqual(valuesOf(wanted.map((path) => [path, owner.get(path)])));
  });

  it('stands in the audit with effect, reasons, obligations, fields and agreements', () => {
    const { audit } = seen();
    const { effect, reason, reasonsInOrder, obligations, masked = [] } = expected;
    // Where the share hop left it out, the ledger says why; the reader is shown all that there is.
    const said = id in SAID_AT_THE_HOP ? seen().decided.delivery : (audit.decision as unknown as RecordedDecision);
    expect(audit.decision).toMatchObject({ effect });
    if (!(id in REASON_NOT_KNOWN)) {
      expect(said).toMatchObject({ effect, reason, reasonsInOrder });
      expect(said.obligations.toSorted()).toEqual(obligations.toSorted());
    }
    const maskedHere = id in SAID_AT_THE_HOP ? [] : masked;
    expect((audit.decision['masked'] as { reason: string }[]).map((person) => person.reason)).toEqual(
      maskedHere.map((person) => person.reason),
    );
    expect(audit.fields).toEqual(expected.audit.fields.filter((path) => !absent(path)));
    expect([audit.agreements, audit.emergency]).toEqual([expected.audit.agreements, expected.audit.emergency]);
  });

  it('lets nothing that must not appear into answer, message or log', () => {
    for (const outward of [seen().answered.text, message().raw, reports.gatehouse.logged()])
      expect(expected.mustNotAppear.filter((word) => outward.includes(word))).toEqual([]);
  });

  it('left as a message that holds nothing the agreement keeps back', () => {
    expect(message().raw).not.toContain('CANARY');
    const permitted = JSON.stringify(standingAtPublication(caseOf(id)));
    const never = NEVER.filter((field) => !permitted.includes(`"${field}"`) || id in SAID_AT_THE_HOP);
    expect(never.filter((field) => message().opened.includes(`CANARY-${id}-${field}`))).toEqual([]);
    expect(message().opened).not.toContain(`S1-${id}`);
    const shapes = leaves(message().payload).map(([path]) => shapeOf(path));
    expect(never.filter((field) => shapes.some((shape) => shape.includes(field)))).toEqual([]);
    // A person whom nobody of the police may see is not in their copy at all.
    if (id in SAID_AT_THE_HOP)
      expect(expected.mustNotAppear.filter((word) => message().opened.includes(word))).toEqual([]);
  });
});

describe.each(KEPT_BACK)('%s', (id) => {
  const { expected } = caseOf(id);

  it('is decided as the case says, and nothing of it leaves', () => {
    const { decided, itemId } = keptBack.get(id)!;
    const { delivery } = decided;
    expect([decided.released, decided.reason]).toEqual([false, expected.reason]);
    const { effect, reasonsInOrder } = expected;
    expect(delivery).toMatchObject({ effect, reason: expected.reason, reasonsInOrder });
    expect(delivery.obligations.toSorted()).toEqual(expected.obligations.toSorted());
    expect(messages.filter((message) => message.itemId === itemId)).toEqual([]);
  });

  it('leaves nothing in the log', () =>
    expect(expected.mustNotAppear.filter((word) => reports.gatehouse.logged().includes(word))).toEqual([]));
});
