import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { type Agency, auditReferences, nextOf, type Place, placeOf, recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { isReference } from '../reference/reference.ts';
import { evaluationTimes, isRestricted, timelinessOf } from './evaluation-times.ts';
import { loadObservation, prisonOf } from './load-observation.ts';
import {
  ObservationAnswer,
  ObservationStatusAnswer,
  QueuePage,
  type QueueRowAnswer,
} from './observation-answers.dto.ts';
import { OBSERVATION } from './observation-commands.ts';
import { ObservationRow } from './observation-queue.entity.ts';
import { statusOf } from './observation.controller.ts';
import { QueueQuery } from './observation.dto.ts';
import { mayRead, type KnownObservation } from './security-information-report.decider.ts';

@ApiTags('security information reports')
@Controller('security-information-reports')
export class ObservationQueueController {
  constructor(
    @InjectRepository(ObservationRow, READ_MODEL) private readonly rows: Repository<ObservationRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadSecurityInformationReports')
  @ApiOperation({
    summary: 'The queue of the own prison',
    description: 'What has to be evaluated next comes first; closed ones only where they are asked for.',
  })
  @ApiOkResponse({ type: QueuePage })
  async queue(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: QueueQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueuePage> {
    const listing = { list: 'observations', filters };
    const place = await placeOf(this.agency, asked, listing, cursor);
    const rows = await this.#rows(asked, filters, place, limit + 1);
    const shown = rows.slice(0, limit);
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadSecurityInformationReports',
      item: null,
      subjects: auditReferences(this.agency, [...new Set(shown.flatMap(({ subjectRefs }) => subjectRefs))]),
      fields: shown.length > 0 ? ['sirUrn', 'status', 'urgency', 'evaluateBy', 'timeliness', 'duplicateOf'] : [],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    const next = await nextOf(this.agency, asked, listing, { rows, limit, place: placeOfRow });
    return { items: shown.map((row) => this.#row(row)), next };
  }

  @Get(':sirUrn')
  @Duty('ReadSecurityInformationReports')
  @ApiOperation({ summary: 'One report, to the unit of its prison', description: 'Its text until it is restricted.' })
  @ApiOkResponse({ type: ObservationAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationAnswer> {
    const { person, unit } = asked.caller;
    const known = await this.#known(sirUrn, (observation) => mayRead(observation, prisonOf(unit), person));
    const answer = known && this.#answer(sirUrn, known);
    await this.#record(asked, 'ReadSecurityInformationReports', { sirUrn, known, answer }, reply);
    if (!answer) throw new Problem('not-found');
    return answer;
  }

  @Get(':sirUrn/status')
  @Duty('FollowSecurityInformationReport')
  @ApiOperation({ summary: 'What became of your own report', description: 'To its submitter alone; never its text.' })
  @ApiOkResponse({ type: ObservationStatusAnswer })
  async status(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    const known = await this.#known(sirUrn, ({ submitted }) => submitted.submittedBy === asked.caller.person);
    const answer = known && statusOf(sirUrn, known);
    await this.#record(asked, 'FollowSecurityInformationReport', { sirUrn, known, answer }, reply);
    if (!answer) throw new Problem('not-found');
    return answer;
  }

  /** What the caller may not know of is unknown. */
  async #known(sirUrn: string, may: (observation: KnownObservation) => boolean): Promise<KnownObservation | null> {
    if (!isReference('SIR', sirUrn)) throw new Problem('not-found');
    const observation = await loadObservation(this.agency.pool, sirUrn);
    return observation.status !== 'none' && may(observation) ? observation : null;
  }

  async #record(
    asked: RequestContext,
    action: string,
    read: { sirUrn: string; known: KnownObservation | null; answer: object | null },
    reply: FastifyReply,
  ): Promise<void> {
    const refs = read.known?.submitted.subjects.map(({ ref }) => ref) ?? [];
    const promise = await recordOwnRead(this.agency, asked, {
      action,
      item: { id: read.sirUrn, product: read.known ? OBSERVATION : 'unknown' },
      subjects: auditReferences(this.agency, refs),
      fields: Object.keys(read.answer ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
  }

  #rows(
    asked: RequestContext,
    { status, timeliness }: QueueQuery,
    place: Place | null,
    take: number,
  ): Promise<ObservationRow[]> {
    const now = this.agency.clock.now();
    const query = this.rows
      .createQueryBuilder('row')
      .where('row.prison = :prison', { prison: prisonOf(asked.caller.unit) ?? '' })
      .andWhere('not (row.subjectRefs @> array[:person]::text[])', { person: asked.caller.person })
      .andWhere(status === undefined ? `row.status <> 'closed'` : 'row.status = :status', { status })
      .orderBy('row.evaluateBy', 'ASC')
      .addOrderBy('row.sirUrn', 'ASC')
      .limit(take);
    if (timeliness) query.andWhere(`${WHEN[timeliness]} and row.status <> 'closed'`, { now });
    if (place) query.andWhere('(row.evaluateBy, row.sirUrn) > (:by::timestamptz, :reference)', { ...place });
    return query.getMany();
  }

  #row(row: ObservationRow): QueueRowAnswer {
    const { sirUrn, status, urgency, duplicateOf } = row;
    return {
      sirUrn,
      status,
      urgency,
      duplicateOf,
      observedAt: row.observedAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      evaluateBy: row.evaluateBy.toISOString(),
      timeliness: timelinessOf(row, status === 'closed', this.agency.clock.now()),
    };
  }

  #answer(sirUrn: string, observation: KnownObservation): ObservationAnswer {
    const { submitted, status, closed, firstReceivedAt, duplicateOf, returnedFor } = observation;
    const { revision: _revision, receivedAt: _receivedAt, ...shown } = submitted;
    const now = this.agency.clock.now();
    const times = evaluationTimes(submitted.urgency, new Date(firstReceivedAt));
    const text = status !== 'closed' && isRestricted(observation, now) ? null : submitted.text;
    return {
      ...shown,
      sirUrn,
      status,
      duplicateOf,
      returnedFor,
      text,
      receivedAt: firstReceivedAt,
      evaluateBy: times.evaluateBy.toISOString(),
      timeliness: timelinessOf(times, status === 'closed', now),
      outcome: closed?.outcome ?? null,
      reportUrn: closed?.reportUrn ?? null,
    };
  }
}

const WHEN = {
  due: 'row.evaluateBy >= :now',
  overdue: 'row.evaluateBy < :now and row.restrictedFrom > :now',
  restricted: 'row.restrictedFrom <= :now',
};

const placeOfRow = (row: ObservationRow): Place => ({ by: row.evaluateBy.toISOString(), reference: row.sirUrn });
