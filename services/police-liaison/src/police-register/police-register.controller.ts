import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { nextOf, placeOf, recordOwnRead, type Agency, type Place } from '@gatehouse/sharing';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { PoliceRegisterPage, PoliceRegisterQuery, type PoliceRegisterRow } from './police-register.dto.ts';
import { PoliceReportRow } from './police-register.entity.ts';

@ApiTags('police intelligence')
@Controller('police-intelligence')
export class PoliceRegisterController {
  constructor(
    @InjectRepository(PoliceReportRow, READ_MODEL) private readonly rows: Repository<PoliceReportRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadPoliceIntelligence')
  @ApiOperation({
    summary: 'The register of our own reports',
    description: 'The newest first; what they say is opened one by one.',
  })
  @ApiOkResponse({ type: PoliceRegisterPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: PoliceRegisterQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PoliceRegisterPage> {
    const listing = { list: 'police-intelligence', filters };
    const place = await placeOf(this.agency, asked, listing, cursor);
    const rows = await this.#rows(filters, place, limit + 1);
    const shown = rows.slice(0, limit);
    const items = shown.map(rowAnswer);
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ListPoliceIntelligence',
      item: null,
      subjects: [...new Set(shown.flatMap(({ auditRefs }) => auditRefs))],
      fields: Object.keys(items[0] ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { items, next: await nextOf(this.agency, asked, listing, { rows, limit, place: placeOfRow }) };
  }

  #rows(
    { status, priority, subject, recordedBy, review }: PoliceRegisterQuery,
    place: Place | null,
    take: number,
  ): Promise<PoliceReportRow[]> {
    const query = this.rows
      .createQueryBuilder('row')
      .where('true')
      .orderBy('row.recordedAt', 'DESC')
      .addOrderBy('row.reportUrn', 'ASC')
      .limit(take);
    if (status) query.andWhere('row.status = :status', { status });
    if (priority) query.andWhere('row.priority = :priority', { priority });
    if (subject) query.andWhere('row.subjectRefs @> array[:subject]::text[]', { subject });
    if (recordedBy) query.andWhere('row.recordedBy = :recordedBy', { recordedBy });
    if (review)
      query.andWhere(review === 'overdue' ? 'row.reviewBy < :today' : 'row.reviewBy >= :today', {
        today: this.agency.clock.now().toISOString().slice(0, 10),
      });
    if (place)
      query.andWhere(
        '(row.recordedAt < :by::timestamptz or (row.recordedAt = :by::timestamptz and row.reportUrn > :reference))',
        { ...place },
      );
    return query.getMany();
  }
}

const rowAnswer = (row: PoliceReportRow): PoliceRegisterRow => ({
  reportUrn: row.reportUrn,
  itemId: row.itemId,
  status: row.status,
  priority: row.priority,
  reviewBy: row.reviewBy,
  recordedBy: row.recordedBy,
  recordedAt: row.recordedAt.toISOString(),
  approvedBy: row.approvedBy,
  sharedAt: row.sharedAt?.toISOString() ?? null,
});

const placeOfRow = (row: PoliceReportRow): Place => ({ by: row.recordedAt.toISOString(), reference: row.reportUrn });
