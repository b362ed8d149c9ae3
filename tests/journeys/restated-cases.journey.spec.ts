import { leaves } from '@gatehouse/agreements';
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { kafkaBus, type BusMessage } from '@gatehouse/event-bus';
import { eventually, testKafka } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertOf, readCase, restate, type NeedToKnowCase, type Restated } from './restated.ts';

/** Nothing of the owner's record but these may be in what the police hold. */
const NEVER_SENT = ['sourceNote', 'history', 'dutyContact', 'reportUrns', 'alias'];

interface Wanted {
  title: string;
  id: string;
  /** what is asked for by name; none asks for the whole item */
  fields?: string;
  /** the leaves that may be seen, by path */
  seen: string[];
}

const CASES: Wanted[] = [
  { title: 'N30 on the alert: his neighbour is assigned, he is not', id: 'N30', seen: [] },
  {
    title: 'N32 on the alert: his training lapsed three days ago',
    id: 'N32',
    seen: ['ackWithin', 'alertId', 'priority', 'validUntil', 'whatNotToDo', 'whatToDo'],
  },
  { title: 'N10 on the alert: who is the source?', id: 'N10', fields: 'sourceNote', seen: [] },
];

describe.each(CASES)('$title', ({ id, fields, seen }) => {
  let given: NeedToKnowCase;
  let restated: Restated;
  let answer: { status: number; text: string };
  let messages: BusMessage[];

  beforeAll(async () => {
    given = await readCase(id);
    restated = await restate(given);
    answer = await restated.ask(fields);
    messages = await dataMessages(restated.gatehouse.namespace);
  });
  afterAll(() => restated.end());

  it('is answered as the case says', () => expect(answer.status).toBe(given.expected.outward));

  it("shows exactly these leaves, with the owner's values", () => {
    const content = (JSON.parse(answer.text) as { content?: unknown }).content ?? {};
    const shown = Object.fromEntries(leaves(content));
    const owner = alertOf(given) as unknown as Record<string, unknown>;
    expect(shown).toEqual(Object.fromEntries(seen.map((path) => [path, owner[path]])));
  });

  it('stands in the audit with reason, reasons and agreement', async () => {
    const { rows } = await restated.gatehouse.agencies['police-liaison'].pool.query<{ record: string }>(
      `select record from audit.record where record::json ->> 'action' = 'open' order by transaction_id desc limit 1`,
    );
    const {
      decision,
      agreements,
      fields: named,
    } = JSON.parse(rows[0]?.record ?? '{}') as { decision: object; agreements: string[]; fields: string[] };
    const { effect, reason, reasonsInOrder } = given.expected;
    expect(decision).toMatchObject({
      effect,
      reason,
      reasonsInOrder,
      obligations: expect.arrayContaining(given.expected.obligations),
    });
    expect(agreements).toEqual(['kz-prisons-police@1']);
    expect(named).toEqual([...seen].sort());
  });

  it('asks for a token that has not expired', async () => {
    const anHourAgo = new Date(Date.parse(given.now) - 3_600_000);
    const expired = await restated.ask(fields, anHourAgo);
    expect([expired.status, JSON.parse(expired.text)]).toEqual([
      401,
      expect.objectContaining({ type: 'urn:gatehouse:problem:token-expired' }),
    ]);
  });

  it('lets no canary into the answer beyond what may be seen', () => {
    const allowed = seen.map((field) => `CANARY-${id}-${field}`);
    const found = answer.text.match(/CANARY-[A-Za-z0-9-]+/g) ?? [];
    expect(found.filter((canary) => !allowed.includes(canary))).toEqual([]);
  });

  it('sent a message in which no canary can be read, and which holds none that the agreement keeps back', async () => {
    expect(messages).toHaveLength(1);
    const [message] = messages;
    expect(JSON.stringify(message)).not.toContain('CANARY');
    const { keys } = restated.gatehouse;
    const prison = publicKeys(keys.ofService['prison-intelligence']);
    const opened = await openSealed(
      message?.value ?? '',
      keys.ofService['police-liaison'],
      () => prison,
      'gatehouse-item+jws',
    );
    for (const field of NEVER_SENT) expect(JSON.stringify(opened.payload)).not.toContain(`CANARY-${id}-${field}`);
    expect(JSON.stringify(opened.payload)).toContain(`CANARY-${id}-nature`);
  });

  it('logged no canary', () => {
    expect(restated.gatehouse.logged()).toContain('"msg":"request"');
    expect(restated.gatehouse.logged()).not.toContain('CANARY');
  });
});

/** What stands on the data lane, read as the broker's administrator: nobody else but the police may. */
const dataMessages = async (namespace: string): Promise<BusMessage[]> => {
  const { brokers, principals } = testKafka();
  const bus = kafkaBus({ brokers, username: 'admin', password: principals['admin'] ?? '', clientId: 'reader' });
  // A lane delivers at least once: the same bytes again are the same message.
  const found = new Map<string, BusMessage>();
  const topic = `${namespace}.kz-prisons-police.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police`;
  const subscription = await bus.subscribe(
    { group: `${namespace}.reader`, topics: [topic] },
    async (message) => void found.set(message.value, message),
  );
  await eventually(async () => expect(found.size).toBeGreaterThan(0), { timeoutMs: 60_000 });
  await subscription.stop();
  await bus.close();
  return [...found.values()];
};
