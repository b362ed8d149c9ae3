import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readStream } from '@gatehouse/event-store';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { type Agency, auditReferences, nextOf, type Place, placeOf, recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { dayOf } from '@gatehouse/handling';
import { isAbout } from '../intelligence-report/intelligence-report.decider.ts';
import { reportStream } from '../intelligence-report/intelligence-report.events.ts';
import { markersOf, type KnownReport } from '../intelligence-report/intelligence-report.state.ts';
import { loadReport } from '../intelligence-report/load-report.ts';
import { restingOn } from '../intelligence-report/resting-on.ts';
import { REPORT_PRODUCT } from '../intelligence-report/to-report-product.ts';
import { isReference } from '../reference/reference.ts';
import { gradesOf, lifeOf, specialSeen } from './report-life.ts';
import {
  ReportRegisterPage,
  ReportRegisterQuery,
  ReportRecordAnswer,
  type ReportRegisterRow,
} from './report-register.dto.ts';
import { ReportRow } from './report-register.entity.ts';

@ApiTags('intelligence reports')
@Controller('intelligence-reports')
export class ReportRegisterController {
  constructor(
    @InjectRepository(ReportRow, READ_MODEL) private readonly rows: Repository<ReportRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadIntelligenceReports')
  @ApiOperation({
    summary: 'The register of reports',
    description: 'The newest first; what they say is opened one by one.',
  })
  @ApiOkResponse({ type: ReportRegisterPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: ReportRegisterQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportRegisterPage> {
    const listing = { list: 'reports', filters };
    const place = await placeOf(this.agency, asked, listing, cursor);
    const rows = await this.#rows(asked, filters, place, limit + 1);
    const shown = rows.slice(0, limit);
    const items = shown.map(rowAnswer);
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadIntelligenceReports',
      item: null,
      subjects: auditReferences(this.agency, [...new Set(shown.flatMap(({ subjectIds }) => subjectIds))]),
      fields: Object.keys(items[0] ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { items, next: await nextOf(this.agency, asked, listing, { rows, limit, place: placeOfRow }) };
  }

  @Get(':reportUrn')
  @Duty('ReadIntelligenceReports')
  @ApiOperation({ summary: 'A report with its life and its grades' })
  @ApiOkResponse({ type: ReportRecordAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportRecordAnswer> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const report = await loadReport(this.agency.pool, reportUrn);
    const known = report.status !== 'none' && !isAbout(report, asked.caller.person) ? report : null;
    const answer = known && (await this.#record(known));
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadIntelligenceReports',
      item: { id: reportUrn, product: known ? REPORT_PRODUCT : 'unknown' },
      subjects: auditReferences(this.agency, known?.subjects.map(({ subjectId }) => subjectId) ?? []),
      fields: Object.keys(answer ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!answer) throw new Problem('not-found');
    return answer;
  }

  async #record(report: KnownReport): Promise<ReportRecordAnswer> {
    const { reportUrn, itemId, status, version, subjects, paragraphs, handling, reviewBy } = report;
    const { prison, reasonableGrounds, provenance, observations, basedOn } = report.evaluated;
    const events = await readStream(this.agency.pool, reportStream(reportUrn));
    const derivedItems = (await restingOn(this.agency.pool, reportUrn)).map((resting) => resting.itemId);
    return {
      reportUrn,
      itemId,
      status,
      version,
      prison,
      subjects,
      paragraphs,
      reasonableGrounds,
      provenance,
      handling,
      reviewBy,
      observations,
      basedOn,
      derivedItems,
      markers: markersOf(report),
      special: specialSeen(report.special, this.agency.clock.now()),
      life: lifeOf(events),
      grades: gradesOf(events),
    };
  }

  #rows(asked: RequestContext, filters: ReportRegisterQuery, place: Place | null, take: number): Promise<ReportRow[]> {
    const query = this.rows
      .createQueryBuilder('row')
      .where('not (row.subjectIds @> array[:person]::text[])', { person: asked.caller.person })
      .orderBy('row.evaluatedAt', 'DESC')
      .addOrderBy('row.reportUrn', 'ASC')
      .limit(take);
    const { status, subject, marker, review, answers } = filters;
    if (status) query.andWhere('row.status = :status', { status });
    if (subject) query.andWhere('row.subjectIds @> array[:subject]::text[]', { subject });
    if (marker) query.andWhere('row.markers @> array[:marker]::text[]', { marker });
    if (answers) query.andWhere('row.answers @> array[:answers]::text[]', { answers });
    if (review)
      query
        .andWhere(`row.status <> 'withdrawn'`)
        .andWhere(review === 'overdue' ? 'row.reviewBy < :today' : 'row.reviewBy >= :today', {
          today: dayOf(this.agency.clock.now().toISOString()),
        });
    if (place)
      query.andWhere(
        '(row.evaluatedAt < :by::timestamptz or (row.evaluatedAt = :by::timestamptz and row.reportUrn > :reference))',
        { ...place },
      );
    return query.getMany();
  }
}

const rowAnswer = (row: ReportRow): ReportRegisterRow => ({
  reportUrn: row.reportUrn,
  itemId: row.itemId,
  prison: row.prison,
  priority: row.priority,
  status: row.status,
  subjectIds: row.subjectIds,
  markers: row.markers,
  answers: row.answers,
  evaluatedBy: row.evaluatedBy,
  reviewBy: row.reviewBy,
  evaluatedAt: row.evaluatedAt.toISOString(),
  disseminatedAt: row.disseminatedAt?.toISOString() ?? null,
});

const placeOfRow = (row: ReportRow): Place => ({ by: row.evaluatedAt.toISOString(), reference: row.reportUrn });
