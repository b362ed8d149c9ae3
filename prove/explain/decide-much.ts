// Decisions of two agencies in a real run: what one discloses or withholds, whom the other lets open and list it, under policies that
// change meanwhile. Everything is drawn from one seed.
import {
  considerOpening,
  listItems,
  openItem,
  StandingRunner,
  type Asked,
  type HeldItem,
  type ReaderFacts,
} from '@gatehouse/sharing';
import { POLICE, SUBJECT, toProduct, type TwoAgencies } from '@gatehouse/sharing/two-agencies';
import { eventually } from '@gatehouse/testing/eventually';
import { randomUUID } from 'node:crypto';
import { oneOf } from '../faults/seeded.ts';

type Random = () => number;

const FOREVER = '2030-01-01T00:00:00Z';
const PAST = '2026-02-01T00:00:00Z';
const CASE = 'KZ-2026-114';

/** Mostly as an entitled reader has it, so that more than the first condition gets to fail. */
const mostly = <T>(random: Random, usual: T, others: readonly T[]): T =>
  random() < 0.85 ? usual : oneOf(random, others);

const trained = (until: string) => ({ course: 'handling-intelligence', until });
const assigned = (to: string, until: string | null) => ({ case: to, from: '2026-01-01T00:00:00Z', until });

const ENTITLED: ReaderFacts = {
  vetting: 'L2',
  training: [trained(FOREVER)],
  assignments: [assigned(CASE, null)],
  conflicts: [],
  chain: [],
};

const factsOf = (random: Random): ReaderFacts => ({
  vetting: mostly(random, ENTITLED.vetting, ['L0', 'L1', null]),
  training: mostly(random, ENTITLED.training, [[], [trained(PAST)]]),
  assignments: mostly(random, ENTITLED.assignments, [[], [assigned('KZ-1', null)], [assigned(CASE, PAST)]]),
  conflicts: mostly(random, ENTITLED.conflicts, [[SUBJECT]]),
  chain: [],
});

const PLAIN: Asked = {
  caller: { person: 'po-aidos', agency: POLICE, unit: 'almaty-ct-desk', roles: ['police-liaison'] },
  purpose: 'INVESTIGATE',
  caseRef: CASE,
  correlationId: 'prove',
};

const askedOf = (random: Random): Asked => ({
  ...PLAIN,
  caller: {
    ...PLAIN.caller,
    person: oneOf(random, ['po-aidos', 'po-nurzhan', 'po-dana']),
    agency: mostly(random, POLICE, ['kz-prosecutor-general']),
    roles: mostly(random, PLAIN.caller.roles, [['ct-investigator'], []]),
  },
  purpose: mostly(random, PLAIN.purpose, ['PREVENT_SERIOUS_HARM', 'RESEARCH']),
  caseRef: mostly(random, CASE, ['', null]),
});

/** How an alert may differ from the plain one, so that some of them are withheld. */
const changeOf = (random: Random): [object, object] =>
  oneOf<[object, object]>(random, [
    [{}, {}],
    [{}, {}],
    [{ handling: { code: 'P', conditions: [{ code: 'NO_SUCH_CONDITION' }] } }, {}],
    [{ reviewBy: '2026-01-01' }, {}],
    [{ markers: ['ABSOLUTE_SOURCE'] }, {}],
    [{}, { purpose: 'RESEARCH' }],
    [{}, { subjects: [{ ref: SUBJECT, category: 'WITNESS', cases: [CASE] }] }],
  ]);

const STATES = ['IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'SUSPENDED', 'EXPIRED'];

/** Somebody entitled opens a plain item under an agreement in force. @returns the id of its record */
export const openEntitled = async (two: TwoAgencies): Promise<string> => {
  await two.bundle();
  const { agency } = two.police;
  const item = await oneHeld(two);
  await openItem(agency, PLAIN, item.envelope.itemId, considerOpening(agency, PLAIN, ENTITLED, item));
  const { rows } = await agency.pool.query<{ record_id: string }>(
    'select record_id from sharing.decision_made where item_id = $1',
    [item.envelope.itemId],
  );
  return rows[0]!.record_id;
};

/** Decides until both agencies have kept so many decisions. */
export const decideMuch = async (two: TwoAgencies, random: Random, wanted: number): Promise<void> => {
  const held: HeldItem[] = [await oneHeld(two)];
  for (let round = 0; (await decided(two)) < wanted; round += 1) {
    if (round % 4 === 3) {
      two.clock.advance(oneOf(random, [60_000, 300_000, 1_000_000]));
      if (random() < 0.7) await changeBundle(two, oneOf(random, STATES));
    }
    await share(two, random);
    for (let read = 0; read < 3; read += 1) await open(two, random, held);
    await list(two, random, held);
  }
};

/** What was disclosed until then is decided again, as a service does by itself. */
const changeBundle = async (two: TwoAgencies, state: string): Promise<void> => {
  await two.bundle({ state });
  const standing = new StandingRunner(two.prison.agency, toProduct);
  while ((await standing.runOnce()) > 0);
};

const oneHeld = async (two: TwoAgencies): Promise<HeldItem> => {
  const { envelope } = await two.released();
  const sealedUnder = `received-item-${envelope.itemId}`;
  return { envelope, provenance: {} as HeldItem['provenance'], openedBefore: [], sealedUnder };
};

export const decided = async ({ prison, police }: TwoAgencies): Promise<number> =>
  (await prison.count('sharing.decision_made')) + (await police.count('sharing.decision_made'));

const share = async (two: TwoAgencies, random: Random): Promise<void> => {
  const before = await two.prison.count('audit.record');
  const [change, whole] = changeOf(random);
  await two.raise(change, randomUUID(), whole);
  await eventually(async () => {
    await two.outgoing.runOnce();
    if ((await two.prison.count('audit.record')) === before) throw new Error('not decided yet');
  });
};

const open = async ({ police: { agency } }: TwoAgencies, random: Random, held: HeldItem[]): Promise<void> => {
  const item = random() < 0.15 ? null : variant(random, oneOf(random, held));
  const asked = askedOf(random);
  const considered = considerOpening(agency, asked, factsOf(random), item);
  await openItem(agency, asked, item?.envelope.itemId ?? randomUUID(), considered);
};

const list = async ({ police: { agency } }: TwoAgencies, random: Random, held: HeldItem[]): Promise<void> => {
  const rows = [1, 2, 3].map((position) => ({ position, held: variant(random, oneOf(random, held)) }));
  const next = async (after: { position: number } | null) => (after ? rows.slice(after.position) : rows);
  const product = rows[0]!.held.envelope.product;
  const query = { products: [{ product, fields: ['alertId', 'type'] }], limit: 10, next };
  await listItems(agency, askedOf(random), factsOf(random), query);
};

/** The item as another day or another handling has it. */
const variant = (random: Random, held: HeldItem): HeldItem =>
  oneOf<() => HeldItem>(random, [
    () => held,
    () => held,
    () => ({ ...held, withdrawn: true }),
    () => ({ ...held, envelope: { ...held.envelope, reviewBy: '2026-01-01' } }),
    () => ({ ...held, envelope: { ...held.envelope, priority: 'IMMEDIATE' } }),
  ])();
