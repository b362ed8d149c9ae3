// Breaches of an instrument (clause 20): what a party noticed, and whom it has told.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ActOnInstrument } from '../instrument/instrument.commands.ts';
import { toProblem } from '../instrument/instrument.refusals.ts';
import { untold, type Breach } from '../instrument/breach-state.ts';
import type { Instrument } from '../instrument/instrument.state.ts';
import { REGISTRY, type Registry } from '../registry.ts';
import { mayReadWords, wordsOf } from './breach.acts.ts';
import { RecordBreachNotice, ReportBreach } from './breach.commands.ts';
import { BreachAnswer, BreachBody, BreachList, BreachNoticeBody } from './breach.dto.ts';

const BREACH_RECORD = 'policy.breach';
const breachId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('breaches')
@Controller('instruments/:instrumentId/breaches')
export class BreachController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Post()
  @Duty('ReportBreach')
  @ApiOperation({
    summary: 'Report a breach that your party noticed',
    description: 'Every party and the secretary are told at once that there is one. The clock of clause 20 runs.',
  })
  @ApiCreatedResponse({ type: BreachAnswer })
  async report(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Body() { noticedAt, whatHappened, parties = [], items = [] }: BreachBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreachAnswer> {
    const noticed = { noticedAt: new Date(noticedAt).toISOString(), whatHappened, concerns: { parties, items } };
    const ran = await this.commands.execute(new ReportBreach(asked, id, noticed));
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    return answerOf(breachIn(ran.instrument, ran.breachId), whatHappened);
  }

  @Post(':breachId/notices')
  @HttpCode(200)
  @Duty('RecordBreachNotice')
  @ApiOperation({
    summary: 'Record that notice of a breach was given',
    description: 'By the party that noticed it, or the secretariat; to each that clause 20 names. Once.',
  })
  @ApiOkResponse({ type: BreachAnswer })
  async tell(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Param('breachId', breachId()) breach: string,
    @Body() { to, givenAt, evidence }: BreachNoticeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreachAnswer> {
    const notice = { breachId: breach, to, givenAt: new Date(givenAt).toISOString(), evidence };
    const ran = await this.commands.execute(new RecordBreachNotice(asked, id, notice));
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    return answerOf(breachIn(ran.instrument, breach), null);
  }

  @Get()
  @Duty('ReadBreaches')
  @ApiOperation({
    summary: 'Breaches of an instrument',
    description: 'What happened is shown to whoever noticed it, to whom it concerns, and to the authority.',
  })
  @ApiOkResponse({ type: BreachList })
  async list(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BreachList> {
    const { agency } = this.registry;
    const { refusal, instrument } = await this.commands.execute(new ActOnInstrument(asked, id, { type: 'read' }));
    if (refusal) throw toProblem(refusal);
    if (instrument.status === 'none') throw new Problem('not-found');
    const breaches = await Promise.all(
      instrument.breaches.map(async (breach) => {
        const words = mayReadWords(this.registry, asked, breach, instrument);
        return answerOf(breach, words ? await wordsOf(agency.pool, breach.breachId) : null);
      }),
    );
    const fields = breaches.some(({ whatHappened }) => whatHappened !== null) ? ['whatHappened'] : [];
    const read = { action: 'ReadBreaches', item: { id, product: BREACH_RECORD }, subjects: [], fields };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(agency, asked, read));
    return { breaches: breaches.toReversed() };
  }
}

const breachIn = (instrument: Instrument, id: string): Breach => {
  const found = instrument.status === 'none' ? undefined : instrument.breaches.find((one) => one.breachId === id);
  if (!found) throw new Problem('not-found');
  return found;
};

const answerOf = (breach: Breach, whatHappened: string | null): BreachAnswer => ({
  breachId: breach.breachId,
  owner: breach.owner,
  noticedAt: breach.noticedAt,
  reportedAt: breach.at,
  noticeDue: breach.noticeDue,
  tells: breach.tells,
  untold: untold(breach),
  isLate: breach.isLate,
  ...breach.concerns,
  given: breach.given.map(({ to, givenAt, by, at, evidence, late }) => ({
    to,
    givenAt,
    by: by.agency,
    at,
    evidence,
    late,
  })),
  whatHappened,
});
