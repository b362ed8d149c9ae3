import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { type Agency, nextOf, type Place, placeOf, recordOwnRead } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { isReference } from '../reference/reference.ts';
import { CloseRequirement, IssueRequirement, type RequirementOutcome } from './intelligence-requirement.commands.ts';
import type { RequirementRefusal } from './intelligence-requirement.decider.ts';
import {
  CloseRequirementBody,
  IssueRequirementBody,
  RequirementAnswer,
  RequirementPage,
  RequirementQuery,
  type RequirementRowAnswer,
} from './intelligence-requirement.dto.ts';
import { RequirementRow } from './intelligence-requirement.entity.ts';

const problem = refusals<RequirementRefusal>({
  'requirement-exists': ['already-exists', 'A requirement with this reference exists already.'],
  'requirement-unknown': 'not-found',
  'requirement-closed': ['state-conflict', 'The requirement has been closed.'],
  'requirement-names-a-person': ['command-refused', 'Ask about a matter: the question names a person known here.'],
  'requirement-already-over': ['command-refused', 'Give an instant in the future as validUntil.'],
});

@ApiTags('intelligence requirements')
@Controller('intelligence-requirements')
export class IntelligenceRequirementController {
  constructor(
    private readonly commands: CommandBus,
    @InjectRepository(RequirementRow, READ_MODEL) private readonly rows: Repository<RequirementRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Post()
  @Duty('IssueIntelligenceRequirement')
  @ApiOperation({ summary: 'Issue a requirement', description: 'What the unit wants to know, without naming anybody.' })
  @ApiCreatedResponse({ type: RequirementAnswer })
  async issue(
    @Ask() asked: RequestContext,
    @Body() { question, validUntil }: IssueRequirementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequirementAnswer> {
    const requirement = { question, validUntil: new Date(validUntil).toISOString() };
    return answered(await this.commands.execute(new IssueRequirement(asked, requirement)), reply);
  }

  @Post(':requirementId/closure')
  @HttpCode(200)
  @Duty('CloseIntelligenceRequirement')
  @ApiOperation({ summary: 'Close a requirement' })
  @ApiOkResponse({ type: RequirementAnswer })
  async close(
    @Ask() asked: RequestContext,
    @Param('requirementId') requirementId: string,
    @Body() closing: CloseRequirementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequirementAnswer> {
    if (!isReference('RQ', requirementId)) throw new Problem('not-found');
    return answered(
      await this.commands.execute(new CloseRequirement(asked, requirementId, structuredClone(closing))),
      reply,
    );
  }

  @Get()
  @Duty('ReadIntelligenceRequirements')
  @ApiOperation({ summary: 'What the unit wants to know', description: 'The newest first.' })
  @ApiOkResponse({ type: RequirementPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: RequirementQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequirementPage> {
    const listing = { list: 'requirements', filters };
    const place = await placeOf(this.agency, asked, listing, cursor);
    const rows = await this.#rows(filters, place, limit + 1);
    const items = rows.slice(0, limit).map((row) => this.#row(row));
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadIntelligenceRequirements',
      item: null,
      subjects: [],
      fields: Object.keys(items[0] ?? {}).sort(),
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { items, next: await nextOf(this.agency, asked, listing, { rows, limit, place: placeOfRow }) };
  }

  #rows({ status }: RequirementQuery, place: Place | null, take: number): Promise<RequirementRow[]> {
    const query = this.rows
      .createQueryBuilder('row')
      .orderBy('row.issuedAt', 'DESC')
      .addOrderBy('row.requirementId', 'ASC')
      .limit(take);
    const open = '(row.outcome is null and row.validUntil > :now)';
    if (status) query.andWhere(status === 'open' ? open : `not ${open}`, { now: this.agency.clock.now() });
    if (place)
      query.andWhere(
        '(row.issuedAt < :by::timestamptz or (row.issuedAt = :by::timestamptz and row.requirementId > :reference))',
        { ...place },
      );
    return query.getMany();
  }

  #row(row: RequirementRow): RequirementRowAnswer {
    const { requirementId, question, outcome, reportUrns } = row;
    const open = outcome === null && row.validUntil > this.agency.clock.now();
    const times = { issuedAt: row.issuedAt.toISOString(), validUntil: row.validUntil.toISOString() };
    return { requirementId, question, ...times, status: open ? 'open' : 'closed', outcome, reportUrns };
  }
}

const placeOfRow = (row: RequirementRow): Place => ({ by: row.issuedAt.toISOString(), reference: row.requirementId });

const answered = (outcome: RequirementOutcome, reply: FastifyReply): RequirementAnswer => {
  void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
  if (outcome.refusal) throw problem(outcome.refusal);
  return { requirementId: outcome.requirementId };
};
