import { pseudonym } from '@gatehouse/crypto';
import type { RequestContext } from '@gatehouse/service-kit';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { OVERSIGHT, type Oversight } from '../oversight.ts';
import { readAudited } from './audited-reading.ts';
import { prove, recordByNumber, recordsAbout, recordsOf, type ProvenRecord } from './kept-record.ts';
import { pageOf, type Page, type PageAsked } from './page.ts';

/** "Who looked at this person, and on what basis?" */
export class RecordsOfPerson extends Query<{ answer: Page; promise: string }> {
  constructor(
    readonly asked: RequestContext,
    readonly subjectId: string,
    readonly page: PageAsked,
  ) {
    super();
  }
}

@QueryHandler(RecordsOfPerson)
export class RecordsOfPersonHandler implements IQueryHandler<RecordsOfPerson> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute({ asked, subjectId, page }: RecordsOfPerson): Promise<{ answer: Page; promise: string }> {
    const subject = pseudonym(this.oversight.auditSubjectKey, 'audit', subjectId);
    return pageOf(this.oversight, asked, {
      scope: subject,
      page,
      rows: (client, after, limit) => recordsAbout(client, subject, page, after, limit),
      about: { action: 'QueryAuditRecords', subjects: [subject], item: null },
    });
  }
}

/** "What did this member of staff do, and look at?" */
export class ActsOfPerson extends Query<{ answer: Page; promise: string }> {
  constructor(
    readonly asked: RequestContext,
    readonly actor: { agency: string; person: string },
    readonly page: PageAsked,
  ) {
    super();
  }
}

@QueryHandler(ActsOfPerson)
export class ActsOfPersonHandler implements IQueryHandler<ActsOfPerson> {
  constructor(@Inject(OVERSIGHT) private readonly oversight: Oversight) {}

  async execute({ asked, actor, page }: ActsOfPerson): Promise<{ answer: Page; promise: string }> {
    const id = `${actor.agency}/${actor.person}`;
    return pageOf(this.oversight, asked, {
      scope: `actor:${id}`,
      page,
      rows: (client, after, limit) => recordsOf(client, actor, page, after, limit),
      about: { action: 'QueryAuditRecords', subjects: [], item: { id, product: 'oversight.acts-of-person' } },
    });
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
    return readAudited(this.oversight, asked, async (client, publishedSize) => {
      const { checkpoint, records } = await prove(client, await recordByNumber(client, source, number), publishedSize);
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
