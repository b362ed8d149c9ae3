// An agency with a rota, a mail server and a pager service on this machine, and a clock the test holds.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, publicKeys } from '@gatehouse/crypto';
import {
  append,
  inTransaction,
  migrate,
  openPool,
  readStream,
  type DomainEvent,
  type EventTypes,
} from '@gatehouse/event-store';
import { startMailSink } from '@gatehouse/local-stack';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { agencyMigrations, openAgency, sharingEventTypes, type Agency } from '@gatehouse/sharing';
import { clockStream, type Urgency } from './acknowledgement-clock/acknowledgement-clock.events.ts';
import type { ToClock } from './acknowledgement-clock/clock-cause.ts';
import { editDutyRota } from './duty-rota/duty-rota.commands.ts';
import type { Contact, OnCall } from './duty-rota/duty-rota.events.ts';
import { Escalation } from './escalation.ts';
import { escalationEventTypes } from './event-types.ts';
import { escalationMigrations } from './migrations.ts';
import type { NoticeSettings } from './notices/settings.ts';

export const UNIT = 'desk';
export const SECRET = Buffer.alloc(32, 5).toString('base64');

export interface Came {
  itemId: string;
  urgency: Urgency;
  within: string;
  until: string | null;
}

const TEST_EVENTS: EventTypes = { ItemCame: [], ItemAcknowledged: [], ItemBroken: [], FromTheFuture: [] };

/** Test events: an item came, somebody acknowledged it. */
export const toClock: ToClock = ({ type, data }) => {
  if (type === 'ItemCame') {
    const { itemId, urgency, within, until } = data as Came;
    const overdueType = 'IntelligenceAlertEscalated';
    const of = {
      itemId,
      product: 'test.item.v1',
      unit: null,
      urgency,
      within,
      until,
      overdueType,
      subjects: { refs: ['ref-1'] },
    } as const;
    return { cause: 'arrived', of: { ...of, subjects: { refs: ['ref-1'] } } };
  }
  if (type === 'ItemAcknowledged') {
    const { itemId, by, at } = data as { itemId: string; by: string; at: string };
    return { cause: 'acknowledged', itemId, recipient: null, by, at };
  }
  if (type === 'ItemBroken') throw new Error('this event cannot be understood');
  return null;
};

const DATABASE = { migrations: [...agencyMigrations, escalationMigrations] };

export const openTestAgency = async (databaseUrl: string, clock: HeldClock, alarms: string[] = []): Promise<Agency> => {
  const owner = openPool(databaseUrl, { max: 1 });
  await migrate(owner, DATABASE.migrations).finally(() => owner.end());
  const [keys, policy] = await Promise.all(['kz-police', 'policy'].map(generatePartyKeys));
  return openAgency(
    {
      service: 'police-liaison',
      party: 'kz-police',
      namespace: 't',
      databaseUrl,
      eventTypes: [...sharingEventTypes, ...escalationEventTypes, TEST_EVENTS],
      clock,
      newId: randomUUID,
      keys: keys!,
      bundleKey: publicKeys(policy!).signing,
      signers: 'as-the-registry-says',
      products: loadProducts(),
      auditSubjectKey: null,
      auditKeeper: 'keeper',
      alarm: (name, about) => alarms.push([name, ...Object.values(about)].join(' ')),
    },
    DATABASE,
  );
};

export const escalationOf = (agency: Agency, notices: NoticeSettings): Escalation =>
  new Escalation(agency, { toClock, dutyUnit: UNIT, notices });

const mail = (person: string): Contact => ({ channel: 'email', address: `${person}@police.example` });
export const onCall = (person: string, ...more: Contact[]): OnCall => ({ person, contacts: [mail(person), ...more] });

/** A week of duty: aidos with his pager, nurzhan as deputy, head and chief above them. */
export const planRota = async (agency: Agency): Promise<void> => {
  const at = agency.clock.now().toISOString();
  const until = new Date(agency.clock.now().getTime() + 7 * 86_400_000).toISOString();
  const by = { unit: UNIT, by: 'raushan', at };
  const asked = {
    caller: { person: 'raushan', agency: agency.party, unit: UNIT, roles: ['duty-manager'] },
    purpose: 'PREVENT_SERIOUS_HARM',
    caseRef: null,
    correlationId: randomUUID(),
  };
  const holder = onCall('aidos', { channel: 'pager', address: 'desk-1' });
  const duty = { dutyId: randomUUID(), holder, deputies: [onCall('nurzhan')], from: at, until };
  const posts = [
    { post: 'head of the desk', ...onCall('head') },
    { post: 'chief of duty', ...onCall('chief') },
  ];
  const refusals = [
    await editDutyRota(agency, asked, { type: 'PlanDuty', data: { ...duty, ...by } }),
    await editDutyRota(agency, asked, { type: 'SetLineAbove', data: { posts, ...by } }),
  ].map(({ refusal }) => refusal);
  if (refusals.some((refusal) => refusal !== null)) throw new Error(`the rota was refused: ${refusals.join()}`);
};

/** Appends to a stream of the agency's own store. */
export const write = async (agency: Agency, streamId: string, event: DomainEvent): Promise<void> => {
  await inTransaction(agency.pool, async (client) => {
    const before = await readStream(client, streamId);
    await append(client, streamId, before.length, [event], {
      metadata: { correlationId: randomUUID() },
      recordedAt: agency.clock.now(),
    });
  });
};

export const itemCame = async (agency: Agency, change: Partial<Came> = {}): Promise<string> => {
  const itemId = randomUUID();
  const data: Came = { itemId, urgency: 'IMMEDIATE', within: 'PT15M', until: null, ...change };
  await write(agency, `item-${itemId}`, { type: 'ItemCame', data });
  return itemId;
};

export const acknowledge = (agency: Agency, itemId: string): Promise<void> =>
  write(agency, `item-${itemId}`, {
    type: 'ItemAcknowledged',
    data: { itemId, by: 'po-aidos', at: agency.clock.now().toISOString() },
  });

/** Types and, for calls, rungs of what stands in an item's clock. */
export const trail = async ({ pool }: Agency, itemId: string): Promise<string[]> =>
  (await readStream(pool, clockStream(itemId, null))).map(({ type, data }) =>
    type === 'DutyHolderCalled' ? (data as { level: string }).level : type,
  );

/** Takes every step that is due, and tries every notice that is. */
export const settle = async (escalation: Escalation): Promise<void> => {
  while ((await escalation.due.runOnce()) > 0);
  for (const sender of escalation.senders) while ((await sender.runOnce()) > 0);
  // What did not go out may have called the next rung.
  if ((await escalation.due.runOnce()) > 0) await settle(escalation);
};

export interface Mailbox {
  url: string;
  /** raw bytes and recipients of each message taken */
  mails: { raw: string; to: string[] }[];
  /** refuses what comes until it is undone */
  refuse: (yes: boolean) => void;
  stop: () => Promise<void>;
}

export const mailbox = async (port = 0): Promise<Mailbox> => {
  const mails: Mailbox['mails'] = [];
  let refusing = false;
  const sink = await startMailSink({
    port,
    onMail: (raw, to) => {
      if (refusing) throw new Error('not now');
      mails.push({ raw: raw.toString('latin1'), to });
    },
  });
  return { url: sink.url, mails, refuse: (yes) => (refusing = yes), stop: () => sink.stop() };
};

export interface PagerService {
  url: string;
  calls: { headers: IncomingHttpHeaders; body: string; path: string }[];
  answer: (status: number, headers?: Record<string, string>) => void;
  stop: () => Promise<void>;
}

export const pagerService = async (): Promise<PagerService> => {
  const calls: PagerService['calls'] = [];
  let answer: [number, Record<string, string>] = [204, {}];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), path: request.url ?? '' });
      response.writeHead(...answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`,
    calls,
    answer: (status, headers = {}) => (answer = [status, headers]),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
