// What the clauses of an instrument oblige whom to, by which day, and that it was done.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { dayAfter, dayIn } from './day.ts';
import { ActOnInstrument, type Act } from './instrument.commands.ts';
import { toProblem } from './instrument.refusals.ts';
import type { Instrument } from './instrument.state.ts';
import { CompletionBody, ObligationEventBody, ObligationList } from './obligation.dto.ts';
import { owedUntil, standingOf } from './obligation.ts';

/** How far ahead of today the list looks. */
const AHEAD = 'P3M';

@ApiTags('obligations')
@Controller('instruments/:instrumentId/obligations')
export class ObligationController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Get()
  @Duty('ReadInstruments')
  @ApiOperation({
    summary: 'What is owed under an instrument',
    description: 'What runs from an event has its day once the event came.',
  })
  @ApiOkResponse({ type: ObligationList })
  list(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObligationList> {
    return this.#acted(reply, asked, id, { type: 'read' });
  }

  @Post('completions')
  @HttpCode(200)
  @Duty('RecordObligation')
  @ApiOperation({
    summary: 'Record that an obligation was done',
    description: 'By the party that owes it, or the secretariat. Done after its day it is recorded as late. Once.',
  })
  @ApiOkResponse({ type: ObligationList })
  complete(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { clause, due, evidence }: CompletionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObligationList> {
    return this.#acted(reply, asked, id, { type: 'record-obligation', clause, due, evidence });
  }

  @Post('events')
  @HttpCode(200)
  @Duty('RecordObligation')
  @ApiOperation({
    summary: 'Say that the event came from which an obligation runs',
    description:
      'By the party that owes it, or the secretariat: a review was held. A suspension, the end, a proposed amendment and a reported breach are seen without.',
  })
  @ApiOkResponse({ type: ObligationList })
  arose(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { clause, happenedAt }: ObligationEventBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObligationList> {
    const at = new Date(happenedAt).toISOString();
    return this.#acted(reply, asked, id, { type: 'note-obligation-event', clause, happenedAt: at });
  }

  async #acted(reply: FastifyReply, asked: RequestContext, id: string, act: Act): Promise<ObligationList> {
    const { refusal, promise, instrument } = await this.commands.execute(new ActOnInstrument(asked, id, act));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw toProblem(refusal);
    return listOf(instrument, this.registry.agency.clock.now().toISOString());
  }
}

const listOf = (instrument: Instrument, at: string): ObligationList => {
  if (instrument.status === 'none') throw new Problem('not-found');
  const today = dayIn(at, instrument.agreed.at(-1)?.document.timezone ?? 'UTC');
  const owed = owedUntil(instrument, dayAfter(today, AHEAD) ?? today);
  return { obligations: owed.map((one) => ({ ...one, state: standingOf(instrument, one, today) })) };
};
