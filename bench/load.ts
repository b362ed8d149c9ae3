// Alerts at a steady rate, whatever becomes of them (an open loop): a system that falls behind is asked no less.
import { ALERT, ALERTS, approvalAsOf, REPORT, SANITISATION } from '@gatehouse/start';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Answer, Ask, People } from './people.ts';
import type { Started } from './stack.ts';

const REPORTS = '/prison-intelligence/v1/intelligence-reports';
/** How many previews are made at a time, before the clock runs: looking at them is people's time. */
const LOOKING = 4;

const wanted = (answer: Answer, status: number, what: string): Answer => {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

/** A report that alerts may stand on. Gives its URN. */
export const approvedReport = async (people: People, { url }: Started): Promise<string> => {
  const [analyst] = await people.analysts(url);
  const recorded = wanted(await analyst!(REPORTS, REPORT), 201, 'a report');
  const reportUrn = String(recorded.body['reportUrn']);
  wanted(await analyst!(`${REPORTS}/${reportUrn}/sanitisation`, SANITISATION), 200, 'its sanitisation');
  const manager = await people.manager(url);
  wanted(await manager(`${REPORTS}/${reportUrn}/approval`, approvalAsOf(new Date())), 200, 'its approval');
  return reportUrn;
};

/** Raises `rate` previewed alerts a second for so many seconds; gives their ids when the last one was answered. */
export const raiseAlerts = async (
  people: People,
  { url }: Started,
  reportUrn: string,
  rate: number,
  seconds: number,
): Promise<string[]> => {
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const alert = { ...ALERT, reportUrns: [reportUrn], validUntil };
  const ready = await looked(await people.analysts(url), alert, rate * seconds);
  // A preview takes its time; tokens live for minutes.
  const analysts = await people.analysts(url);
  const began = performance.now();
  const asked: Promise<Answer>[] = [];
  for (const [n, preview] of ready.entries()) {
    const wait = began + (n * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    asked.push(of(analysts, n)(ALERTS, { ...alert, preview }));
  }
  return (await Promise.all(asked)).map((answer) => String(wanted(answer, 201, 'an alert').body['alertId']));
};

const of = (analysts: Ask[], n: number): Ask => analysts[n % analysts.length]!;

/** So many previews, each by the analyst who will confirm it. */
const looked = async (analysts: Ask[], alert: object, count: number): Promise<unknown[]> => {
  const previews: unknown[] = [];
  let next = 0;
  const look = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      let answer = await of(analysts, n)(`${ALERTS}/preview`, alert);
      for (let tries = 0; answer.status === 503 && tries < 30; tries += 1) {
        await pause(1_000);
        answer = await of(analysts, n)(`${ALERTS}/preview`, alert);
      }
      previews[n] = wanted(answer, 200, 'a preview').body['preview'];
    }
  };
  await Promise.all(Array.from({ length: LOOKING }, look));
  return previews;
};

export interface Arrived {
  /** milliseconds from the commit of the accepted command to the commit at the recipient; of what has not come, so far */
  latencies: number[];
  missing: number;
  /** arrivals a second between the first and the last of them */
  perSecond: number;
}

const ACCEPTED = `select data ->> 'alertId' as id, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at
  from store.events where type = 'IntelligenceAlertRaised' and data ->> 'alertId' = any($1)`;
const HAD = `select data #>> '{envelope,itemId}' as id, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at
  from store.events where data #>> '{envelope,itemId}' = any($1)`;

/** Waits until these alerts are at the police, or the time is over. Both instants are the one server's commit times. */
export const arrivalsOf = async (gatehouse: Started, alertIds: string[], withinMs: number): Promise<Arrived> =>
  connected(gatehouse, ['prison-intelligence', 'police-liaison'], async (prison, police) => {
    const accepted = await timesOf(prison, ACCEPTED, alertIds);
    const end = performance.now() + withinMs;
    let had = await timesOf(police, HAD, alertIds);
    while (had.size < alertIds.length && performance.now() < end) {
      await pause(200);
      had = await timesOf(police, HAD, alertIds);
    }
    const now = Date.now();
    const latencies = alertIds.map((id) => (had.get(id) ?? now) - (accepted.get(id) ?? now));
    const instants = [...had.values()];
    const span = (Math.max(...instants) - Math.min(...instants)) / 1000;
    const missing = alertIds.length - had.size;
    return { latencies, missing, perSecond: span > 0 ? (had.size - 1) / span : 0 };
  });

const WAITING = `select (select count(*) from audit.record where shipped_at is null) + (select count(*) from bus.outbox) as n`;
const NOT_INTEGRATED = 'select count(*) as n from oversight.kept where log_index is null';

/** Waits until nothing of what was asked is still on its way: neither messages, nor receipts, nor records. */
export const untilQuiet = (gatehouse: Started, withinMs: number): Promise<void> =>
  connected(gatehouse, ['prison-intelligence', 'police-liaison', 'oversight'], async (prison, police, oversight) => {
    const end = performance.now() + withinMs;
    const counts = async (): Promise<number[]> => {
      const asked = [
        prison.query<Count>(WAITING),
        police.query<Count>(WAITING),
        oversight.query<Count>(NOT_INTEGRATED),
      ];
      return (await Promise.all(asked)).map(({ rows }) => Number(rows[0]?.n));
    };
    while ((await counts()).some((count) => count > 0)) {
      if (performance.now() > end)
        throw new Error('what was asked for is still on its way: nothing else can be measured');
      await pause(200);
    }
  });

interface Count {
  n: string;
}

type Clients = [pg.Client, pg.Client, pg.Client];

const connected = async <T>(
  gatehouse: Started,
  services: string[],
  work: (...clients: Clients) => Promise<T>,
): Promise<T> => {
  const clients = services.map((service) => new pg.Client({ connectionString: gatehouse.database(service) }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await work(...(clients as Clients));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
};

const timesOf = async (client: pg.Client, text: string, ids: string[]): Promise<Map<string, number>> => {
  const { rows } = await client.query<{ id: string; at: string }>(text, [ids]);
  return new Map(rows.map(({ id, at }) => [id, Number(at)]));
};
