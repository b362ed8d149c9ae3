// What one alert left behind, counted in every database it passes: each must be there once, whatever was killed.
import { eventTypes } from '@gatehouse/prison-intelligence';
import { testPostgres } from '@gatehouse/testing';
import { join } from 'node:path';
import pg from 'pg';
import { openEventsOf, whatSays } from '../opened-events.ts';

type Evaluated = { reportUrn: string; reasonableGrounds: string };
type Raised = { alertId: string; nature: string };

/** Counts by name; `numbering` names what is wrong with the numbers of a source, and is empty when nothing is. */
export interface Effects {
  reports: number;
  sanitisations: number;
  approvals: number;
  raised: number;
  decided: number;
  received: number;
  acknowledged: number;
  inboxRows: number;
  boardRows: number;
  deliveredReceipts: number;
  acknowledgedReceipts: number;
  auditDisclosed: number;
  auditSent: number;
  auditReceived: number;
  auditAcknowledged: number;
  waiting: number;
  numbering: string[];
}

export const ONCE: Effects = {
  reports: 1,
  sanitisations: 1,
  approvals: 1,
  raised: 1,
  // The police; governor and security manager of the prison.
  decided: 3,
  received: 1,
  acknowledged: 1,
  inboxRows: 1,
  boardRows: 1,
  deliveredReceipts: 3,
  acknowledgedReceipts: 1,
  auditDisclosed: 3,
  auditSent: 1,
  auditReceived: 1,
  auditAcknowledged: 1,
  waiting: 0,
  numbering: [],
};

export class Ledgers {
  readonly #pools: Record<'prison_intelligence' | 'police_liaison' | 'oversight', pg.Pool>;

  #closeKeys: (() => void) | undefined;

  /** @param folder in which the process runs */
  constructor(
    private readonly namespace: string,
    private readonly folder: string,
  ) {
    const pool = (service: string) => {
      const url = new URL(testPostgres());
      url.pathname = `/${namespace}_${service}`;
      const opened = new pg.Pool({ connectionString: url.href, max: 2 });
      opened.on('error', () => undefined);
      return opened;
    };
    this.#pools = {
      prison_intelligence: pool('prison_intelligence'),
      police_liaison: pool('police_liaison'),
      oversight: pool('oversight'),
    };
  }

  async close(): Promise<void> {
    this.#closeKeys?.();
    await Promise.all(Object.values(this.#pools).map((pool) => pool.end()));
  }

  /** What was marked as sent stays so: on a slow machine the half minute is over before anybody has looked at what is missing. */
  async sendNothingAgain(): Promise<void> {
    const { prison_intelligence: prison } = this.#pools;
    await prison.query(`update bus.outbox set send_again_at = 'infinity' where sent_at is not null`);
  }

  /** The report recorded under this mark, and the alert, as far as they came. */
  async stateOf(mark: string): Promise<{
    urn: string | null;
    sanitised: boolean;
    approved: boolean;
    alertId: string | null;
    received: boolean;
    acknowledged: boolean;
  }> {
    const { prison_intelligence: prison, police_liaison: police } = this.#pools;
    const urn = (await this.#reports(mark))[0]?.reportUrn ?? null;
    const alertId = (await this.#alerts(mark))[0]?.alertId ?? null;
    const received = alertId
      ? await number(
          police,
          `select count(*)::int as v from store.events where type = 'ItemReceived' and stream_id = $1`,
          `received-item-${alertId}`,
        )
      : 0;
    const acknowledged = alertId
      ? await number(
          police,
          `select count(*)::int as v from store.events where type = 'ItemAcknowledged' and data ->> 'itemId' = $1`,
          alertId,
        )
      : 0;
    const happened = async (type: string): Promise<boolean> =>
      (await number(
        prison,
        `select count(*)::int as v from store.events where type = $2 and data ->> 'reportUrn' = $1`,
        urn,
        type,
      )) > 0;
    const sanitised = await happened('IntelligenceReportSanitised');
    const approved = await happened('IntelligenceReportApproved');
    return { urn, sanitised, approved, alertId, received: received > 0, acknowledged: acknowledged > 0 };
  }

  async effectsOf(mark: string): Promise<Effects> {
    const { prison_intelligence: prison, police_liaison: police } = this.#pools;
    const { urn, alertId } = await this.stateOf(mark);
    const events = (pool: pg.Pool, type: string, member: string, value: string | null) =>
      number(
        pool,
        `select count(*)::int as v from store.events where type = $2 and data ->> $3 = $1`,
        value,
        type,
        member,
      );
    const audited = (pool: pg.Pool, event: string) =>
      number(
        pool,
        `select count(*)::int as v from audit.record where record::json ->> 'event' = $2 and record::json -> 'item' ->> 'id' = $1`,
        alertId,
        event,
      );
    return {
      reports: (await this.#reports(mark)).length,
      sanitisations: await events(prison, 'IntelligenceReportSanitised', 'reportUrn', urn),
      approvals: await events(prison, 'IntelligenceReportApproved', 'reportUrn', urn),
      raised: (await this.#alerts(mark)).length,
      decided: await events(prison, 'DisclosureDecided', 'itemId', alertId),
      received: await number(
        police,
        `select count(*)::int as v from store.events where type = 'ItemReceived' and stream_id = 'received-item-' || $1`,
        alertId,
      ),
      acknowledged: await events(police, 'ItemAcknowledged', 'itemId', alertId),
      inboxRows: await number(
        police,
        'select count(*)::int as v from read.inbox_item where item_id = $1 and acknowledged_at is not null',
        alertId,
      ),
      boardRows: await number(
        prison,
        `select count(*)::int as v from read.alert_board b join read.disclosed_item d on d.item_id = any(b.item_ids)
         where b.alert_id::text = $1 and d.recipient = 'kz-police' and d.acknowledged_by = 'po-aidos'`,
        alertId,
      ),
      deliveredReceipts: await events(prison, 'DisclosureDelivered', 'itemId', alertId),
      acknowledgedReceipts: await events(prison, 'DisclosureAcknowledged', 'itemId', alertId),
      auditDisclosed: await audited(prison, 'disclosed'),
      auditSent: await audited(prison, 'sent'),
      auditReceived: await audited(police, 'received'),
      auditAcknowledged: await audited(police, 'acknowledged'),
      waiting: (await this.#waiting(prison)) + (await this.#waiting(police)),
      numbering: await this.#numbering(),
    };
  }

  async #reports(mark: string): Promise<Evaluated[]> {
    const evaluated = await whatSays<Evaluated>(await this.#opened(), 'IntelligenceReportEvaluated');
    return evaluated.filter(({ reasonableGrounds }) => reasonableGrounds === mark);
  }

  async #alerts(mark: string): Promise<Raised[]> {
    const raised = await whatSays<Raised>(await this.#opened(), 'IntelligenceAlertRaised');
    return raised.filter(({ nature }) => nature === mark);
  }

  /** The prison's events, which are sealed. */
  async #opened(): Promise<pg.Pool> {
    const { prison_intelligence: prison } = this.#pools;
    const kept = join(this.folder, '.gatehouse/data');
    const at = {
      namespace: this.namespace,
      keysFolder: join(kept, 'keys'),
      itemKeysFolder: join(kept, 'item-keys'),
    };
    this.#closeKeys ??= await openEventsOf(prison, 'prison-intelligence', eventTypes, at);
    return prison;
  }

  #waiting(pool: pg.Pool): Promise<number> {
    return number(pool, 'select count(*)::int as v from bus.outbox');
  }

  /** Numbers are dense from 1 at each source, kept once each by oversight, and all of them stand in the log. */
  async #numbering(): Promise<string[]> {
    const { oversight } = this.#pools;
    const wrong: string[] = [];
    for (const [database, pool] of Object.entries(this.#pools)) {
      const source = database.replace('_', '-');
      const written = await number(pool, 'select count(*)::int as v from audit.record');
      const dense = await number(
        pool,
        'select count(distinct number)::int as v from audit.record where number between 1 and (select count(*) from audit.record)',
      );
      const kept = await number(
        oversight,
        'select count(distinct number)::int as v from oversight.kept where source = $1',
        source,
      );
      if (dense !== written) wrong.push(`${source}: ${written} records, ${dense} numbers`);
      if (kept !== written) wrong.push(`${source}: ${written} records, ${kept} kept`);
    }
    const kept = await number(oversight, 'select count(*)::int as v from oversight.kept');
    const integrated = await number(
      oversight,
      'select count(distinct log_index)::int as v from oversight.kept where log_index < (select count(*) from oversight.kept)',
    );
    if (kept !== integrated) wrong.push(`${kept} kept, ${integrated} in the log`);
    return wrong;
  }
}

const number = async (pool: pg.Pool, sql: string, ...values: unknown[]): Promise<number> =>
  (await pool.query<{ v: number }>(sql, values)).rows[0]?.v ?? 0;
