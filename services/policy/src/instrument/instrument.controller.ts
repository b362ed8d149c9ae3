// What the secretariat of the liaison working group does with an instrument, and what whoever may know of it reads.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, BodyLimit, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { answered } from './answered.ts';
import { rowOf } from './instrument.answer.ts';
import { ActOnInstrument, DraftInstrument } from './instrument.commands.ts';
import { DraftBody, InstrumentAnswer, InstrumentList, VersionBody } from './instrument.dto.ts';
import { loadInstruments, mayKnowAll } from './run-on-instrument.ts';
import { asKnownTo, partiesOfAny } from './instrument.state.ts';

@ApiTags('instruments')
@Controller('instruments')
export class InstrumentController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Post()
  @Duty('DraftInstrument')
  @BodyLimit(262_144)
  @ApiOperation({
    summary: 'Draft an instrument, or an amendment',
    description:
      'With all its clauses. A text that does not compile is answered with its faults, each with its clause. The same text again changes nothing.',
  })
  @ApiCreatedResponse({ type: InstrumentAnswer })
  async draft(
    @Ask() asked: RequestContext,
    @Body() { document, effectiveFrom, replaces }: DraftBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    const from = effectiveFrom === undefined ? null : new Date(effectiveFrom).toISOString();
    const text = { document, effectiveFrom: from, replaces: replaces ?? null };
    const ran = await this.commands.execute(new DraftInstrument(asked, text));
    if (!('errors' in ran)) return answered(reply, ran);
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    const errors = ran.errors.slice(0, 20).map(({ clause, message, pointer = '', suggestion }) => ({
      pointer: `/document${pointer}`,
      detail: `${clause ? `clause ${clause}: ` : ''}${message}${suggestion ? ` (${suggestion})` : ''}`,
    }));
    throw new Problem('validation-failed', { members: { errors } });
  }

  @Get()
  @Duty('ReadInstruments')
  @ApiOperation({ summary: 'The instruments', description: 'A party sees its own; secretariat and oversight see all.' })
  @ApiOkResponse({ type: InstrumentList })
  async list(@Ask() asked: RequestContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<InstrumentList> {
    const known = await loadInstruments(this.registry.agency.pool);
    const all = mayKnowAll(this.registry, asked);
    const party = asked.caller.agency;
    const shown = known
      .filter(({ instrument }) => all || partiesOfAny(instrument).includes(party))
      .map(({ instrument }) => (all ? instrument : asKnownTo(instrument, party)));
    const fields = shown.length > 0 ? ['parties', 'state', 'version'] : [];
    const read = { action: 'ReadInstruments', item: null, subjects: [], fields };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.registry.agency, asked, read));
    return { instruments: shown.map(rowOf) };
  }

  @Get(':instrumentId')
  @Duty('ReadInstruments')
  @ApiOperation({
    summary: 'An instrument',
    description: "Its texts, signatures and state. Another's answers as none.",
  })
  @ApiOkResponse({ type: InstrumentAnswer })
  async read(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    return answered(reply, await this.commands.execute(new ActOnInstrument(asked, id, { type: 'read' })));
  }

  @Post(':instrumentId/review')
  @HttpCode(200)
  @Duty('ReviewInstrument')
  @ApiOperation({ summary: 'Review the pending text', description: 'Somebody else than who drafted it.' })
  @ApiOkResponse({ type: InstrumentAnswer })
  async review(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { version, sha256 }: VersionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    const act = { type: 'review' as const, version, sha256 };
    return answered(reply, await this.commands.execute(new ActOnInstrument(asked, id, act)));
  }

  @Post(':instrumentId/entry-into-force')
  @HttpCode(200)
  @Duty('BringIntoForce')
  @ApiOperation({
    summary: 'Bring the pending version into force',
    description: 'Only with the verified signature of every party, in its term. Repeating it changes nothing.',
  })
  @ApiOkResponse({ type: InstrumentAnswer })
  async enter(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { version, sha256 }: VersionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    const act = { type: 'bring-into-force' as const, version, sha256 };
    return answered(reply, await this.commands.execute(new ActOnInstrument(asked, id, act)));
  }

  @Post(':instrumentId/winding-down')
  @HttpCode(200)
  @Duty('WindDownInstrument')
  @ApiOperation({ summary: 'Wind an ended instrument down', description: 'Only with the proof of every party.' })
  @ApiOkResponse({ type: InstrumentAnswer })
  async windDown(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    return answered(reply, await this.commands.execute(new ActOnInstrument(asked, id, { type: 'wind-down' })));
  }
}
