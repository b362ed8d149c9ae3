// Alerts at a steady rate, whatever becomes of them (an open loop): a system that falls behind is asked no less.
import { ALERT, CASE, PersonaClient, personaNamed, REPORT } from '@gatehouse/start';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Started } from './stack.ts';

const IN_PRISON = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
const REPORTS = '/prison-intelligence/v1/intelligence-reports';
const ALERTS = '/prison-intelligence/v1/intelligence-alerts';

const as = (gatehouse: Started, persona: string): PersonaClient => new PersonaClient(gatehouse, personaNamed(persona));

/** A report that alerts may stand on. Gives its URN. */
export const approvedReport = async (gatehouse: Started): Promise<string> => {
  const recorded = await as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: REPORTS, body: REPORT });
  const reportUrn = String(recorded.body['reportUrn']);
  const path = `${REPORTS}/${reportUrn}/approval`;
  const approved = await as(gatehouse, 'intelligence-manager').ask({ ...IN_PRISON, method: 'POST', path });
  if (approved.status !== 200) throw new Error(`the report was not approved: ${approved.status}`);
  return reportUrn;
};

export interface Raised {
  alertIds: string[];
  /** answers other than 201, by status */
  refused: Record<string, number>;
  /** from the first to the last request */
  seconds: number;
}

/** Raises `rate` alerts a second for so many seconds; resolves when the last one was answered. */
export const raiseAlerts = async (
  gatehouse: Started,
  reportUrn: string,
  rate: number,
  seconds: number,
): Promise<Raised> => {
  const analyst = as(gatehouse, 'analyst');
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const request = { ...IN_PRISON, path: ALERTS, body: { ...ALERT, reportUrns: [reportUrn], validUntil } };
  const raised: Raised = { alertIds: [], refused: {}, seconds };
  const one = async (): Promise<void> => {
    const { status, body } = await analyst.ask(request);
    if (status === 201) raised.alertIds.push(String(body['alertId']));
    else raised.refused[status] = (raised.refused[status] ?? 0) + 1;
  };
  await one();
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (let n = 0; n < rate * seconds; n += 1) {
    const wait = began + (n * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    asked.push(one());
  }
  await Promise.all(asked);
  return { ...raised, seconds: (performance.now() - began) / 1000 };
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
