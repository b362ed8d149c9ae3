// The read hop. Promise: nothing is released before its audit row is durable (evidence first), every row is decided by
// the one decision point and projected by disclose(), and what the caller may not know exists is answered exactly as
// what does not exist: same status, headers, body and number of queries.
import { disclose, shapeOf } from '@gatehouse/agreements';
import { auditPromise, record, type AuditRecord } from '@gatehouse/audit-trail';
import { failpoint } from '@gatehouse/failpoints';
import type { Decision } from '@gatehouse/policy';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';
import { evidence } from './evidence.ts';
import { recorded } from './ledger.ts';
import { phantomOf } from './phantom.ts';
import { questionAbout, type Asked, type HeldItem, type ReaderFacts } from './question.ts';

/** Seconds after which an audit record that was promised must stand in the log. */
const INTEGRATED_WITHIN_S = 60;

export interface Answer<T> {
  outward: 200 | 403 | 404;
  /** what the caller may see; null unless 200 */
  content: T | null;
  reason: string;
  obligations: string[];
  /** the source's signed promise that this answer's record will stand in the log */
  promise: string;
}

/** A decision about one item, before anything is recorded or released. */
export interface Considered {
  decision: Decision;
  held: HeldItem | null;
}

export class Reading {
  constructor(private readonly agency: Agency) {}

  /** Decides whether this person may open this item now. An unknown item is decided as one nobody may know. */
  consider(asked: Asked, facts: ReaderFacts, held: HeldItem | null, fields?: string[]): Considered {
    const current = this.agency.keeper.current();
    if (!current) throw new RetryableFault('no verified bundle yet: nothing can be decided', { code: 'no-bundle' });
    const flow = current.bundle.instruments.flatMap(({ compiled }) => compiled.flows)[0];
    const about = held ?? phantomOf(flow?.product ?? 'none', flow?.producer ?? 'none');
    const decision = current.point.decide(
      questionAbout(this.agency, asked, facts, 'open', about, about.envelope.product, fields),
    );
    return { decision: held ? decision : unknown(decision), held };
  }

  /** Opens one item: decision, durable record, then content. */
  async open(asked: Asked, itemId: string, considered: Considered): Promise<Answer<unknown>> {
    const { decision, held } = considered;
    const promise = await evidence(this.agency, async (client) => {
      await this.markOpened(client, asked, itemId, decision);
      return this.recordRead(client, asked, itemId, considered, 'open');
    });
    failpoint('read.after-audit');
    return answer(
      decision,
      promise,
      held && permits(decision) ? disclose(held.envelope.payload, decision.disclosedPaths) : null,
    );
  }

  /** Writes the audit row of an opening with the caller's transaction. Gives the signed promise for it. */
  async recordRead(
    client: pg.ClientBase,
    asked: Asked,
    itemId: string,
    { decision, held }: Considered,
    action: string,
  ): Promise<string> {
    return this.#promised(client, {
      event: permits(decision) ? 'read' : 'refused',
      operation: 'consultation',
      action,
      ...this.#who(asked),
      subjects: held?.envelope.subjects.map((subject) => subject.auditRef) ?? [],
      item: { id: itemId, product: held?.envelope.product ?? 'unknown' },
      fields: [...new Set(decision.disclosedPaths.map(shapeOf))].sort(),
      agreements: decision.agreements,
      decision: this.#kept(decision),
      emergency: decision.emergency,
    });
  }

  async markOpened(client: pg.ClientBase, asked: Asked, itemId: string, decision: Decision): Promise<void> {
    // One statement either way: a refusal must not be quicker than a permission by a query.
    await client.query(
      `insert into sharing.opened (item_id, person, opened_at) select $1, $2, $3 where $4 on conflict do nothing`,
      [itemId, asked.caller.person, this.agency.clock.now(), permits(decision)],
    );
  }

  /**
   * Lists what this person may see of the candidates. Takes the rows in the caller's order; gives the disclosed rows
   * up to `limit` and the last row gone through, under one audit row. A refusal that depends on who asks for what, and
   * on no item, is 403; everything else is a shorter page.
   */
  async list<Row extends { held: HeldItem }>(
    asked: Asked,
    facts: ReaderFacts,
    query: { product: string; fields: string[]; limit: number; next: (after: Row | null) => Promise<Row[]> },
  ): Promise<Answer<{ rows: { row: Row; content: unknown }[]; last: Row | null; more: boolean }>> {
    const current = this.agency.keeper.current();
    if (!current) throw new RetryableFault('no verified bundle yet: nothing can be decided', { code: 'no-bundle' });
    const refusal = current.point.classRefusal(
      questionAbout(this.agency, asked, facts, 'list', null, query.product, query.fields),
    );
    if (refusal && !urgentMayPass(refusal))
      return answer<never>(refusal, await this.#recordList(asked, refusal, []), null);
    const page = await this.#page(query, (held) =>
      current.point.decide(questionAbout(this.agency, asked, facts, 'list', held, held.envelope.product, query.fields)),
    );
    if (refusal && page.rows.length === 0)
      return answer<never>(refusal, await this.#recordList(asked, refusal, []), null);
    const shown = page.rows.map(({ row, decision }) => ({ held: row.held, decision }));
    const first = page.rows[0]?.decision;
    const promise = await this.#recordList(asked, first ?? null, shown);
    failpoint('read.after-audit');
    const rows = page.rows.map(({ row, decision }) => ({
      row,
      content: disclose(row.held.envelope.payload, decision.disclosedPaths),
    }));
    return {
      outward: 200,
      content: { rows, last: page.last, more: page.more },
      reason: 'CONTRACT_MATCH',
      obligations: [],
      promise,
    };
  }

  async #page<Row extends { held: HeldItem }>(
    query: { limit: number; next: (after: Row | null) => Promise<Row[]> },
    decide: (held: HeldItem) => Decision,
  ): Promise<{ rows: { row: Row; decision: Decision }[]; last: Row | null; more: boolean }> {
    const rows: { row: Row; decision: Decision }[] = [];
    let last: Row | null = null;
    let from: Row | null = null;
    for (;;) {
      const candidates = await query.next(from);
      for (const row of candidates) {
        from = row;
        const decision = decide(row.held);
        if (!permits(decision)) continue;
        // "More" is said only of a row this person will be shown: a next page that turns out empty would tell of hidden ones.
        if (rows.length === query.limit) return { rows, last, more: true };
        rows.push({ row, decision });
        last = row;
      }
      if (candidates.length === 0) return { rows, last, more: false };
    }
  }

  #recordList(
    asked: Asked,
    decision: Decision | null,
    shown: { held: HeldItem; decision: Decision }[],
  ): Promise<string> {
    const refused = decision !== null && !permits(decision);
    const fields = shown.flatMap((row) => row.decision.disclosedPaths.map(shapeOf));
    return evidence(this.agency, (client) =>
      this.#promised(client, {
        event: refused ? 'refused' : 'read',
        operation: 'consultation',
        action: 'list',
        ...this.#who(asked),
        subjects: [...new Set(shown.flatMap((row) => row.held.envelope.subjects.map((subject) => subject.auditRef)))],
        fields: [...new Set(fields)].sort(),
        agreements: [
          ...new Set([...(decision?.agreements ?? []), ...shown.flatMap((row) => row.decision.agreements)]),
        ].sort(),
        decision: decision && this.#kept(decision),
      }),
    );
  }

  #who(asked: Asked): Pick<AuditRecord, 'actor' | 'purpose' | 'caseRef' | 'correlationId'> {
    const { person, agency, unit, roles } = asked.caller;
    return {
      actor: { agency, person, unit, roles },
      purpose: asked.purpose,
      caseRef: asked.caseRef,
      correlationId: asked.correlationId,
    };
  }

  #kept(decision: Decision): AuditRecord['decision'] {
    return {
      ...recorded(decision),
      masked: decision.masked,
      bundleVersion: this.agency.keeper.current()?.bundle.version ?? null,
    };
  }

  async #promised(client: pg.ClientBase, described: Parameters<typeof auditRecord>[1]): Promise<string> {
    const { entryHash } = await record(client, auditRecord(this.agency, described));
    const integrateBy = new Date(this.agency.clock.now().getTime() + INTEGRATED_WITHIN_S * 1000);
    return auditPromise(this.agency.keys, entryHash, this.agency.service, integrateBy);
  }
}

export const permits = (decision: Decision): boolean => decision.effect.startsWith('PERMIT');

/** A stale bundle stops no urgent item (ruling 1), and only a row knows how urgent it is. */
const urgentMayPass = ({ reasonsInOrder }: Decision): boolean =>
  reasonsInOrder.every((reason) => reason === 'BUNDLE_STALE');

/** The same refusal for every id that names nothing. */
const unknown = (decision: Decision): Decision => ({
  ...decision,
  effect: 'NOT_FOUND',
  outward: 404,
  disclosedPaths: [],
  obligations: [],
  reason: 'NO_RECORD',
  reasonsInOrder: ['NO_RECORD'],
  agreements: [],
});

const answer = <T>(decision: Decision, promise: string, content: T | null): Answer<T> => ({
  outward: permits(decision) ? 200 : decision.effect === 'NOT_FOUND' ? 404 : 403,
  content: permits(decision) ? content : null,
  reason: decision.reason,
  obligations: decision.obligations,
  promise,
});
