// What a party's signatory does: signs, suspends and takes back, ends, proves what became of what was received. The secretariat
// suspends and ends as well, where the working group decided it.
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { answered } from './answered.ts';
import { ActOnInstrument, type Act } from './instrument.commands.ts';
import {
  InstrumentAnswer,
  OrderBody,
  ReturnBody,
  SignatureBody,
  SuspensionBody,
  TerminationBody,
  type ScopeBody,
} from './instrument.dto.ts';
import type { SuspensionScope } from './instrument.events.ts';

const suspensionId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('instruments')
@Controller('instruments/:instrumentId')
export class PartyActsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('signatures')
  @HttpCode(200)
  @Duty('SignInstrument')
  @ApiOperation({
    summary: 'Sign the pending version for your party',
    description:
      'By a registered key that is good now, over exactly this text. The same signature again changes nothing.',
  })
  @ApiOkResponse({ type: InstrumentAnswer })
  sign(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { version, sha256, jws }: SignatureBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    return this.#acted(reply, asked, id, { type: 'sign', version, sha256, jws });
  }

  @Post('suspensions')
  @Duty('SuspendInstrument')
  @ApiOperation({
    summary: 'Suspend the whole, a party or a category',
    description: 'At once, at every service. A party signs its order; the secretariat suspends under its own name.',
  })
  @ApiCreatedResponse({ type: InstrumentAnswer })
  suspend(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { scope, reason, freezePriorCopies = false, order }: SuspensionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    const act = { type: 'suspend' as const, scope: scopeOf(scope), reason, freezePriorCopies, order: order ?? null };
    return this.#acted(reply, asked, id, act);
  }

  @Post('suspensions/:suspensionId/reinstatement')
  @HttpCode(200)
  @Duty('SuspendInstrument')
  @ApiOperation({
    summary: 'Take a suspension back',
    description: 'Whoever gave it, and every party where clause 25 asks all; a party signs.',
  })
  @ApiOkResponse({ type: InstrumentAnswer })
  reinstate(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('suspensionId', suspensionId()) suspension: string,
    @Body() { reason, order }: OrderBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    return this.#acted(reply, asked, id, { type: 'reinstate', suspensionId: suspension, reason, order: order ?? null });
  }

  @Post('termination')
  @HttpCode(200)
  @Duty('TerminateInstrument')
  @ApiOperation({
    summary: 'Terminate',
    description:
      "A party by its signed notice, no sooner than was agreed; the secretariat at once, with the working group's decision. Repeating it changes nothing.",
  })
  @ApiOkResponse({ type: InstrumentAnswer })
  terminate(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { reason, effectiveAt = '', decisionId, order }: TerminationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    const ground = { decisionId: decisionId ?? null, order: order ?? null };
    return this.#acted(reply, asked, id, { type: 'terminate', reason, effectiveAt, ...ground });
  }

  @Post('returns')
  @Duty('SignInstrument')
  @ApiOperation({ summary: 'Prove return or erasure for your party', description: 'Once the instrument has ended.' })
  @ApiCreatedResponse({ type: InstrumentAnswer })
  prove(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { method, list: { sha256, items }, jws }: ReturnBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentAnswer> {
    return this.#acted(reply, asked, id, { type: 'prove-return', method, list: { sha256, items }, jws });
  }

  async #acted(reply: FastifyReply, asked: RequestContext, id: string, act: Act): Promise<InstrumentAnswer> {
    return answered(reply, await this.commands.execute(new ActOnInstrument(asked, id, act)));
  }
}

const scopeOf = ({ kind, party = '', category = '' }: ScopeBody): SuspensionScope => {
  if (kind === 'party') return { kind, party };
  return kind === 'category' ? { kind, category } : { kind };
};
