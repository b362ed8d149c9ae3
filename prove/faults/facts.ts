// What the databases and the log say at the end of a run: read past every link, as administrator, and judged elsewhere.
import { verifyLog } from '@gatehouse/oversight/verifier';
import pg from 'pg';
import type { Asked } from './load.ts';
import type { Arrival, Effect, Facts, Numbered, Share } from './check.ts';
import type { Deployment } from './deployment.ts';

const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight', 'source-registry', 'policy'];

/** Asks one service's database. @returns the rows */
export type AskDatabase = <T extends object>(service: string, text: string, values?: unknown[]) => Promise<T[]>;

/** Asks on a connection of its own each time: the servers are killed meanwhile. */
export const askOf =
  (deployment: Deployment): AskDatabase =>
  async <T extends object>(service: string, text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: deployment.database(service) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(text, values)).rows;
    } finally {
      await client.end();
    }
  };

const EFFECTS = `select kind, id, "itemId" from (
    select transaction_id, sequence, 'observation' as kind, data ->> 'sirUrn' as id, null as "itemId"
      from store.events where type = 'SecurityInformationReportSubmitted'
    union all select transaction_id, sequence, 'alert', data ->> 'alertId', data ->> 'alertId'
      from store.events where type = 'IntelligenceAlertRaised'
    union all select transaction_id, sequence, 'clearance', data ->> 'alertId', data ->> 'noticeId'
      from store.events where type = 'IntelligenceAlertCleared') as e order by transaction_id, sequence`;

const RECORDED_EFFECTS = `select case r ->> 'action' when 'SubmitSecurityInformationReport' then 'observation'
      when 'RaiseIntelligenceAlert' then 'alert' else 'clearance' end as kind, r -> 'item' ->> 'id' as id
  from (select record::json as r from audit.record) as a
  where r ->> 'event' = 'command-accepted'
    and r ->> 'action' in ('SubmitSecurityInformationReport', 'RaiseIntelligenceAlert', 'ClearIntelligenceAlert')`;

const DECISIONS = `select data ->> 'itemId' as "itemId", data ->> 'recipient' as recipient from store.events
  where type = 'DisclosureDecided' and (data ->> 'released')::boolean`;
const RECORDED_DECISIONS = `select r -> 'item' ->> 'id' as "itemId", r ->> 'recipient' as recipient
  from (select record::json as r from audit.record) as a where r ->> 'event' = 'disclosed'`;
const RECEIPTS = `select data ->> 'itemId' as "itemId", data ->> 'recipient' as recipient from store.events
  where type = 'DisclosureDelivered'`;

const ARRIVALS = `select data #>> '{envelope,itemId}' as "itemId", data #>> '{envelope,messageId}' as "messageId",
    data #>> '{envelope,order,key}' as key, (data #>> '{envelope,order,sequence}')::int as sequence,
    data #>> '{envelope,order,predecessor}' as predecessor
  from store.events where type = 'ItemReceived' order by transaction_id, store.events.sequence`;
const RECORDED_ARRIVALS = `select r -> 'item' ->> 'id' as id from (select record::json as r from audit.record) as a
  where r ->> 'event' = 'received' and r -> 'item' ->> 'product' not like 'liaison.%'`;
/** Facts about an item or an instrument which a notice brought: more of them than notices is a notice that had its effect twice. */
const NOTICES = `select count(*) - count(distinct coalesce(data ->> 'noticeId', data ->> 'messageId')) as n
  from store.events where type in ('ItemCleared', 'InstrumentNoticesReceived')`;

const WRITTEN = `select source, number::int as number, encode(entry_hash, 'hex') as entry from audit.record`;
const KEPT = `select source, number::int as number, encode(entry_hash, 'hex') as entry, log_index::int as "logIndex"
  from oversight.kept`;

const WAITING = {
  'the outbox': 'select count(*) as n from bus.outbox',
  'what waits for its predecessor': 'select count(*) as n from sharing.waiting',
  'what was put aside': 'select count(*) as n from sharing.parked',
  'what is held': 'select count(*) as n from sharing.held',
  'records not shipped': 'select count(*) as n from audit.record where shipped_at is null',
};

const countOf = async (ask: AskDatabase, service: string, text: string): Promise<number> =>
  Number((await ask<{ n: string }>(service, text))[0]?.n);

/** How much is on its way or stands aside, by place. */
export const stuckIn = async (ask: AskDatabase): Promise<Record<string, number>> => {
  const stuck: Record<string, number> = {};
  for (const service of ['prison-intelligence', 'police-liaison'])
    for (const [place, text] of Object.entries(WAITING))
      stuck[`${place} of ${service}`] = await countOf(ask, service, text);
  const NOT_IN_LOG = 'select count(*) as n from oversight.kept where log_index is null';
  stuck['records not in the log'] = await countOf(ask, 'oversight', NOT_IN_LOG);
  stuck['records not accepted by oversight'] = await countOf(
    ask,
    'oversight',
    'select count(*) as n from oversight.parked',
  );
  return stuck;
};

/** Whom the items of that alert reached, by what the ledger says. */
export const recipientsNow = async (ask: AskDatabase): Promise<Facts['recipients']> => {
  const effects = await ask<Facts['effects'][number]>('prison-intelligence', EFFECTS);
  const decisions = await ask<Share>('prison-intelligence', DECISIONS);
  const of = (kind: string): string[] => {
    const items = effects.filter((effect) => effect.kind === kind).map(({ itemId }) => itemId);
    return [...new Set(decisions.filter(({ itemId }) => items.includes(itemId)).map(({ recipient }) => recipient))];
  };
  return { alert: of('alert'), clearance: of('clearance') };
};

/** @param recipients whom an alert reached before the first fault */
export const factsOf = async (
  deployment: Deployment,
  asked: Asked[],
  recipients: Facts['recipients'],
): Promise<Facts> => {
  const ask = askOf(deployment);
  const prison = <T extends object>(text: string): Promise<T[]> => ask<T>('prison-intelligence', text);
  const effects = await prison<Facts['effects'][number]>(EFFECTS);
  const items = new Set(effects.map(({ itemId }) => itemId));
  const ofRun = ({ itemId }: Share): boolean => items.has(itemId);
  const written: Numbered[] = [];
  for (const service of SERVICES) written.push(...(await ask<Numbered>(service, WRITTEN)));
  const url = `${deployment.processes.oversight.origin}/oversight/v1/log`;
  const { entries } = await verifyLog({ url, vkey: deployment.logKey });
  return {
    accepted: asked.flatMap(({ kind, id }) => (id === null ? [] : [{ kind, id }])),
    unanswered: asked.filter(({ id }) => id === null).length,
    effects,
    recordedEffects: await prison<Effect>(RECORDED_EFFECTS),
    recipients,
    decisions: (await prison<Share>(DECISIONS)).filter(ofRun),
    recordedDecisions: (await prison<Share>(RECORDED_DECISIONS)).filter(ofRun),
    receipts: (await prison<Share>(RECEIPTS)).filter(ofRun),
    arrivals: await ask<Arrival>('police-liaison', ARRIVALS),
    recordedArrivals: (await ask<{ id: string }>('police-liaison', RECORDED_ARRIVALS)).map(({ id }) => id),
    stuck: {
      ...(await stuckIn(ask)),
      'notices that had their effect twice': await countOf(ask, 'police-liaison', NOTICES),
    },
    written,
    // What was written while this was read is another run's.
    kept: await ask<Facts['kept'][number]>('oversight', KEPT),
    log: entries.map((entry) => entry.toString('hex')),
  };
};
