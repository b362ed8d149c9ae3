import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { nextOf, placeOf, recordOwnRead, type Place } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Repository } from 'typeorm';
import { EMERGENCY_ROWS, INBOX, type Inbox } from '../inbox.ts';
import { itemId as uuid } from '../item-id.ts';
import { isConcerned } from './concerned.ts';
import type { ReviewRefusal } from './emergency-access.decider.ts';
import {
  EmergencyAccessAnswer,
  EmergencyAccessPage,
  EmergencyAccessQuery,
  ReviewBody,
} from './emergency-access.dto.ts';
import type { EmergencyAccessRow } from './emergency-access.entity.ts';
import { accessAnswer, listedAnswer } from './emergency-answers.ts';
import { EMERGENCY_ACCESS } from './emergency-clock.ts';
import { loadEmergencyAccesses } from './load-emergency-accesses.ts';
import { ReviewEmergencyAccess } from './review-emergency-access.ts';

const problem = refusals<ReviewRefusal>({
  'access-unknown': 'not-found',
  'reviewer-concerned': 'not-found',
  'reviewer-used-it': ['command-refused', 'Nobody reviews his own emergency access.'],
  'reviewer-in-the-line': ['command-refused', 'Ask somebody outside the line of who used it.'],
  'reviewer-of-the-same-unit': ['command-refused', 'Ask somebody outside the unit of who used it.'],
  'reviewed-by-you': ['state-conflict', 'You have said what you found; another has to.'],
  'reviewers-of-one-unit': ['command-refused', 'The two reviewers are of different units: ask one of another.'],
  'review-concluded': ['state-conflict', 'As many as were agreed have reviewed it.'],
});

@ApiTags('emergency access')
@Controller('emergency-accesses')
export class EmergencyReviewController {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox,
    @Inject(EMERGENCY_ROWS) private readonly rows: Repository<EmergencyAccessRow>,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Duty('ReadEmergencyAccesses')
  @ApiOperation({ summary: 'Emergency accesses of our own people', description: 'The newest first.' })
  @ApiOkResponse({ type: EmergencyAccessPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: EmergencyAccessQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyAccessPage> {
    const { agency } = this.inbox;
    const listing = { list: 'emergency-accesses', filters };
    const place = await placeOf(agency, asked, listing, cursor);
    const rows = await this.#rows(filters, place, limit + 1);
    const shown = rows.slice(0, limit);
    const items = shown.map(listedAnswer);
    const promise = await recordOwnRead(agency, asked, {
      action: 'ListEmergencyAccesses',
      item: null,
      subjects: [...new Set(shown.flatMap(({ auditRefs }) => auditRefs))],
      fields: Object.keys(items[0] ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { items, next: await nextOf(agency, asked, listing, { rows, limit, place: placeOfRow }) };
  }

  @Get(':accessId')
  @Duty('ReadEmergencyAccesses')
  @ApiOperation({
    summary: 'One emergency access',
    description: 'What was declared, what was asked for beyond it, and what its reviewers found.',
  })
  @ApiOkResponse({ type: EmergencyAccessAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('accessId', uuid()) accessId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyAccessAnswer> {
    const { agency } = this.inbox;
    const row = await this.rows.findOneBy({ accessId });
    const accesses = row ? await loadEmergencyAccesses(agency.pool, row.itemId, row.person) : [];
    const access = accesses.find(({ used }) => used.accessId === accessId);
    const concerned = await isConcerned(agency, asked, access);
    const answer = access && !concerned ? accessAnswer(access, asked.caller.person) : null;
    const promise = await recordOwnRead(agency, asked, {
      action: 'ReadEmergencyAccess',
      item: { id: accessId, product: EMERGENCY_ACCESS },
      subjects: row?.auditRefs ?? [],
      fields: Object.keys(answer ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!answer) throw new Problem('not-found');
    return answer;
  }

  @Post(':accessId/review')
  @HttpCode(200)
  @Duty('ReviewEmergencyAccess')
  @ApiOperation({
    summary: 'Say what a review found',
    description:
      'By two people of different units, outside the line of who used it; neither is shown first what the other found.',
  })
  @ApiOkResponse({ type: EmergencyAccessAnswer })
  async review(
    @Ask() asked: RequestContext,
    @Param('accessId', uuid()) accessId: string,
    @Body() { verdict, reason }: ReviewBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyAccessAnswer> {
    const { refusal, access, promise } = await this.commands.execute(
      new ReviewEmergencyAccess(asked, accessId, { verdict, reason }),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    if (!access) throw new Problem('not-found');
    return accessAnswer(access, asked.caller.person);
  }

  #rows({ review }: EmergencyAccessQuery, place: Place | null, take: number): Promise<EmergencyAccessRow[]> {
    const query = this.rows
      .createQueryBuilder('row')
      .orderBy('row.usedAt', 'DESC')
      .addOrderBy('row.accessId', 'ASC')
      .limit(take);
    if (review) query.andWhere(review === 'open' ? 'row.verdict is null' : 'row.verdict is not null');
    if (place)
      query.andWhere(
        '(row.usedAt < :by::timestamptz or (row.usedAt = :by::timestamptz and row.accessId > :reference))',
        { ...place },
      );
    return query.getMany();
  }
}

const placeOfRow = (row: EmergencyAccessRow): Place => ({ by: row.usedAt.toISOString(), reference: row.accessId });
