import { openCursor, pseudonym, sealCursor } from '@gatehouse/crypto';
import type { RequestContext } from '@gatehouse/service-kit';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { OVERSIGHT, type Oversight } from '../oversight.ts';
import { readAudited } from './audited-reading.ts';
import { prove, recordByNumber, recordsAbout, type ProvenRecord } from './kept-record.ts';

interface Page {
  checkpoint: string;
  records: ProvenRecord[];
  next: string | null;
}

/** "Who looked at this person, and on what basis?" */
export class RecordsOfPerson extends Query<{ answer: Page; promise: string }> {
  constructor(
    readonly asked: RequestContext,
    readonly subjectId: string,
    readonly page: { limit: number; cursor: string | undefined },
  ) {
    super();
  }
}

@QueryHandler(RecordsOfPerson)
export class RecordsOfPersonHandler implements IQueryHandler<RecordsOfPerson> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute({ asked, subjectId, page }: RecordsOfPerson): Promise<{ answer: Page; promise: string }> {
    const { keys, auditSubjectKey } = this.oversight;
    const subject = pseudonym(auditSubjectKey, 'audit', subjectId);
    const scope = `oversight.records:${asked.caller.person}:${subject}`;
    const after = page.cursor === undefined ? -1 : await this.#place(scope, page.cursor);
    return readAudited(this.oversight, asked, async (client) => {
      const rows = await recordsAbout(client, subject, after, page.limit + 1);
      const proven = await prove(client, rows.slice(0, page.limit));
      // What still waits for its place in the log comes again after it: the cursor names a place.
      const last = proven.records.findLast(({ logIndex }) => logIndex !== null)?.logIndex ?? after;
      const next = rows.length > page.limit ? await sealCursor(keys.cursor, scope, { after: last }) : null;
      return {
        answer: { ...proven, next },
        about: { action: 'QueryAuditRecords', subjects: [subject], item: null, found: proven.records.length > 0 },
      };
    });
  }

  async #place(scope: string, cursor: string): Promise<number> {
    const place = (await openCursor(this.oversight.keys.cursor, scope, cursor)) as { after: number };
    return place.after;
  }
}

/** One record by its address. */
export class RecordByNumber extends Query<{
  answer: { checkpoint: string; record: ProvenRecord } | null;
  promise: string;
}> {
  constructor(
    readonly asked: RequestContext,
    readonly source: string,
    readonly number: number,
  ) {
    super();
  }
}

@QueryHandler(RecordByNumber)
export class RecordByNumberHandler implements IQueryHandler<RecordByNumber> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute({
    asked,
    source,
    number,
  }: RecordByNumber): Promise<{ answer: { checkpoint: string; record: ProvenRecord } | null; promise: string }> {
    return readAudited(this.oversight, asked, async (client) => {
      const { checkpoint, records } = await prove(client, await recordByNumber(client, source, number));
      const [record] = records;
      return {
        answer: record ? { checkpoint, record } : null,
        about: {
          action: 'QueryAuditRecords',
          subjects: record?.record.subjects ?? [],
          item: { id: `${source}/${number}`, product: 'oversight.audit-record' },
          found: record !== undefined,
        },
      };
    });
  }
}
