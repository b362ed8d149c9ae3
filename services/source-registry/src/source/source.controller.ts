// What a source handler may do, with his own sources only.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { MoreThan, Repository } from 'typeorm';
import { handOf } from '../names.ts';
import { pageOf, RegisterQuery, positionOf } from '../register/pages.ts';
import { RegisterRow } from '../register/register.entity.ts';
import { AGENCY, READ_MODEL } from '../registry.ts';
import { Vault } from '../vault.ts';
import {
  AssessSourceRisk,
  LinkSourceReport,
  OpenOwnSource,
  RecordSourceContact,
  RegisterSource,
} from './handler.commands.ts';
import { loadSource, openedSource, sourceAnswer } from './open-entry.ts';
import { entryOf, type Ran } from './run-on-source.ts';
import {
  SourceContactBody,
  LinkReportBody,
  OpenedSourceAnswer,
  RegisterSourceBody,
  SourceRiskBody,
  SourceAnswer,
  SourcePage,
  type SourceRowAnswer,
} from './source.dto.ts';
import { toHandler } from './source.refusals.ts';
import type { Source } from './source.state.ts';

const sourceId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('sources')
@Controller('sources')
export class SourceController {
  constructor(
    @InjectRepository(RegisterRow, READ_MODEL) private readonly rows: Repository<RegisterRow>,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
    private readonly commands: CommandBus,
  ) {}

  @Post()
  @Duty('RegisterSource')
  @ApiOperation({ summary: 'Register a source', description: 'Whoever registers it handles it.' })
  @ApiCreatedResponse({ type: SourceAnswer })
  async register(
    @Ask() asked: RequestContext,
    @Body() { identity, risk }: RegisterSourceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceAnswer> {
    const { name, aliases = [], subjectId = null, dateOfBirth = null, reach = null, motive = null } = identity;
    const whole = { name, aliases, subjectId, dateOfBirth, reach, motive };
    return this.#done(reply, new RegisterSource(asked, whole, risk));
  }

  @Get()
  @Duty('ReadOwnSources')
  @ApiOperation({ summary: 'My sources', description: 'Under their code names; opened one by one.' })
  @ApiOkResponse({ type: SourcePage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 50 }: RegisterQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourcePage> {
    const handler = handOf(this.agency.keys.pseudonym, asked).ref;
    const position = MoreThan(await positionOf(this.agency, 'sources', asked, cursor));
    const found = await this.rows.find({
      where: { handler, position },
      order: { position: 'ASC' },
      take: limit + 1,
    });
    const { rows, next } = await pageOf(this.agency, 'sources', asked, found, limit);
    const sources = (await Promise.all(rows.map((row) => this.#row(row, handler)))).flat();
    const fields = ['codeName', 'lastContactAt', 'reviewBy', 'riskLevel', 'sourceToken', 'status'];
    const read = { action: 'ReadOwnSources', item: null, subjects: [], fields: sources.length > 0 ? fields : [] };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.agency, asked, read));
    return { sources, next };
  }

  @Get(':sourceId')
  @Duty('OpenOwnSource')
  @ApiOperation({ summary: 'Open a source of mine', description: "Another handler's answers as what does not exist." })
  @ApiOkResponse({ type: OpenedSourceAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedSourceAnswer> {
    const ran = await this.#ran(reply, new OpenOwnSource(asked, id));
    const keys = this.vault.keysOf([id]);
    return openedSource(this.agency.keys.pseudonym, keys.get(id)!, entryOf(ran));
  }

  @Post(':sourceId/contacts')
  @Duty('RecordSourceContact')
  @ApiOperation({ summary: 'Record a contact with a source of mine' })
  @ApiCreatedResponse({ type: SourceAnswer })
  contact(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Body() { metAt, note }: SourceContactBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceAnswer> {
    return this.#done(reply, new RecordSourceContact(asked, id, { metAt: new Date(metAt).toISOString(), note }));
  }

  @Post(':sourceId/risk-assessments')
  @Duty('AssessSourceRisk')
  @ApiOperation({ summary: 'Judge the risk to a source of mine' })
  @ApiCreatedResponse({ type: SourceAnswer })
  assess(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Body() risk: SourceRiskBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceAnswer> {
    return this.#done(reply, new AssessSourceRisk(asked, id, risk));
  }

  @Post(':sourceId/reports')
  @HttpCode(200)
  @Duty('LinkSourceReport')
  @ApiOperation({
    summary: 'Link a report to a source of mine',
    description:
      'The report itself is given the sourceToken of the answer and nothing else. Repeating it changes nothing.',
  })
  @ApiOkResponse({ type: SourceAnswer })
  link(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Body() { reportUrn }: LinkReportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceAnswer> {
    return this.#done(reply, new LinkSourceReport(asked, id, reportUrn));
  }

  async #ran<R extends Ran>(reply: FastifyReply, command: Command<R>): Promise<R> {
    const ran = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toHandler(ran.refusal);
    return ran;
  }

  async #done(reply: FastifyReply, command: Command<Ran>): Promise<SourceAnswer> {
    return sourceAnswer(this.agency.keys.pseudonym, entryOf(await this.#ran(reply, command)));
  }

  // The read model only finds candidates: whose source it is now, its own stream says.
  async #row({ sourceId: id, lastContactAt }: RegisterRow, handler: string): Promise<SourceRowAnswer[]> {
    const source: Source = await loadSource(this.agency.pool, id);
    if (source.status === 'none' || source.status === 'deregistered' || source.assignment.handler !== handler)
      return [];
    const { level, reviewBy } = source.risk;
    const met = lastContactAt?.toISOString() ?? null;
    return [{ ...sourceAnswer(this.agency.keys.pseudonym, source), riskLevel: level, reviewBy, lastContactAt: met }];
  }
}
