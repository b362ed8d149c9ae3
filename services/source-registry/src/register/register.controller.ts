// What a controller of the registry may do: with every entry, and without seeing who anybody is.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import type { ItemKey } from '@gatehouse/crypto';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { In, MoreThan, Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../registry.ts';
import { entryOf, type Ran } from '../source/run-on-source.ts';
import { PART } from '../source/source.events.ts';
import { toController } from '../source/source.refusals.ts';
import type { Entry } from '../source/source.state.ts';
import { Vault } from '../vault.ts';
import { pageOf, RegisterQuery, positionOf } from './pages.ts';
import { AssignSourceHandler, AuthoriseSource, DeregisterSource, OpenRegisterEntry } from './register.commands.ts';
import {
  AssignHandlerBody,
  EntryAnswer,
  OpenedEntryAnswer,
  RegistryReasonBody,
  RegisterPage,
  type RegisterRowAnswer,
} from './register.dto.ts';
import { RegisterRow } from './register.entity.ts';

const sourceId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('register of sources')
@Controller('register')
export class RegisterController {
  constructor(
    @InjectRepository(RegisterRow, READ_MODEL) private readonly rows: Repository<RegisterRow>,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Duty('ReadRegister')
  @ApiOperation({ summary: 'The register', description: 'Every entry, nobody named.' })
  @ApiOkResponse({ type: RegisterPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 50 }: RegisterQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisterPage> {
    const position = MoreThan(await positionOf(this.agency, 'register', asked, cursor));
    const found = await this.rows.find({ where: { position }, order: { position: 'ASC' }, take: limit + 1 });
    const { rows, next } = await pageOf(this.agency, 'register', asked, found, limit);
    const alike = await this.rows.find({ where: { likeness: In(rows.map((row) => row.likeness)) } });
    const fields = ['codeName', 'lastContactAt', 'reviewBy', 'riskLevel', 'sameAs', 'status'];
    const read = { action: 'ReadRegister', item: null, subjects: [], fields: rows.length > 0 ? fields : [] };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.agency, asked, read));
    return { entries: rows.map((row) => rowAnswer(row, alike)), next };
  }

  @Get(':sourceId')
  @Duty('OpenRegisterEntry')
  @ApiOperation({
    summary: 'An entry of the register',
    description: 'Its handler, its risk, who asked for its identity.',
  })
  @ApiOkResponse({ type: OpenedEntryAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedEntryAnswer> {
    const ran = await this.#ran(reply, new OpenRegisterEntry(asked, id));
    const keys = this.vault.keysOf([id]);
    return openedEntry(keys.get(id)!, entryOf(ran));
  }

  @Post(':sourceId/authorisation')
  @HttpCode(200)
  @Duty('AuthoriseSource')
  @ApiOperation({ summary: 'Authorise the work with a source', description: 'Repeating it changes nothing.' })
  @ApiOkResponse({ type: EntryAnswer })
  authorise(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryAnswer> {
    return this.#done(reply, new AuthoriseSource(asked, id));
  }

  @Post(':sourceId/handler')
  @HttpCode(200)
  @Duty('AssignSourceHandler')
  @ApiOperation({
    summary: 'Give a source to another handler',
    description: 'The one before loses sight of it at once.',
  })
  @ApiOkResponse({ type: EntryAnswer })
  assign(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Body() { person, reason }: AssignHandlerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryAnswer> {
    return this.#done(reply, new AssignSourceHandler(asked, id, { person, reason }));
  }

  @Post(':sourceId/deregistration')
  @HttpCode(200)
  @Duty('DeregisterSource')
  @ApiOperation({ summary: 'End the work with a source', description: 'Repeating it changes nothing.' })
  @ApiOkResponse({ type: EntryAnswer })
  deregister(
    @Ask() asked: RequestContext,
    @Param('sourceId', sourceId()) id: string,
    @Body() { reason }: RegistryReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryAnswer> {
    return this.#done(reply, new DeregisterSource(asked, id, reason));
  }

  async #ran<R extends Ran>(reply: FastifyReply, command: Command<R>): Promise<R> {
    const ran = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toController(ran.refusal);
    return ran;
  }

  async #done(reply: FastifyReply, command: Command<Ran>): Promise<EntryAnswer> {
    const { sourceId: id, codeName, status } = entryOf(await this.#ran(reply, command));
    return { sourceId: id, codeName, status };
  }
}

const rowAnswer = (row: RegisterRow, alike: RegisterRow[]): RegisterRowAnswer => ({
  sourceId: row.sourceId,
  codeName: row.codeName,
  status: row.status,
  riskLevel: row.riskLevel,
  reviewBy: row.reviewBy,
  lastContactAt: row.lastContactAt?.toISOString() ?? null,
  sameAs: alike
    .filter((other) => other.likeness === row.likeness && other.sourceId !== row.sourceId)
    .map((other) => other.codeName)
    .sort(),
});

const openedEntry = (key: ItemKey, entry: Entry): OpenedEntryAnswer => ({
  sourceId: entry.sourceId,
  codeName: entry.codeName,
  status: entry.status,
  handler: String(key.open(PART.handler(entry.assignment.assignmentId), entry.assignment.sealedName)),
  riskLevel: entry.risk.level,
  reviewBy: entry.risk.reviewBy,
  contacts: entry.contacts.length,
  reports: entry.reports.length,
  identityRequests: Object.entries(entry.requests).map(([requestId, request]) => ({
    requestId,
    requestedBy: request.by.person,
    requestedAt: request.at,
    reason: String(key.open(PART.request(requestId), request.sealedReason)),
    approveBefore: request.approveBefore,
    openUntil: request.until,
  })),
});
