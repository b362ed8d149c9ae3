import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isReference } from '../reference/reference.ts';
import { ObservationStatusAnswer } from './observation-answers.dto.ts';
import { ActOnObservation, type ObservationAct, type Observed } from './observation-commands.ts';
import {
  CloseObservationBody,
  RegisterObservationBody,
  ReturnObservationBody,
  SubmitObservationBody,
} from './observation.dto.ts';
import type { KnownObservation, ObservationRefusal } from './security-information-report.decider.ts';

const problem = refusals<ObservationRefusal>({
  'sir-exists': ['already-exists', 'A security information report with this URN exists already.'],
  'sir-unknown': 'not-found',
  'submitter-without-prison': [
    'command-refused',
    'Your unit belongs to no prison; report through the prison concerned.',
  ],
  'instant-in-the-future': ['command-refused', 'Give instants that have passed by the clock of this service.'],
  'written-before-observed': ['command-refused', 'Give a writtenAt that is not before observedAt.'],
  'sir-not-returned': ['state-conflict', 'The report did not come back to you; there is nothing to improve.'],
  'sir-not-submitted': ['state-conflict', 'The report does not wait for its registration.'],
  'sir-not-registered': ['state-conflict', 'The report has not been registered.'],
  'sir-closed': ['state-conflict', 'The report has been closed.'],
  'duplicate-unknown': ['command-refused', 'The report it duplicates is not known here.'],
  'duplicate-not-named': ['command-refused', 'Name the report it duplicates.'],
  'evaluated-without-report': ['command-refused', 'Only an intelligence report closes it as evaluated.'],
});

@ApiTags('security information reports')
@Controller('security-information-reports')
export class ObservationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('SubmitSecurityInformationReport')
  @ApiOperation({
    summary: 'Submit what you saw, heard or were told',
    description: 'It never leaves the prison service. You can follow its status.',
  })
  @ApiCreatedResponse({ type: ObservationStatusAnswer })
  submit(
    @Ask() asked: RequestContext,
    @Body() body: SubmitObservationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    return this.#act(asked, { type: 'SubmitObservation', said: observed(body) }, reply);
  }

  @Post(':sirUrn/submission')
  @HttpCode(200)
  @Duty('SubmitSecurityInformationReport')
  @ApiOperation({ summary: 'Submit it again, improved', description: 'After it came back to you.' })
  @ApiOkResponse({ type: ObservationStatusAnswer })
  resubmit(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Body() body: SubmitObservationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    return this.#act(asked, { type: 'ResubmitObservation', sirUrn, said: observed(body) }, reply);
  }

  @Post(':sirUrn/registration')
  @HttpCode(200)
  @Duty('RegisterSecurityInformationReport')
  @ApiOperation({ summary: 'Register it', description: 'By the collator of its prison; links a duplicate.' })
  @ApiOkResponse({ type: ObservationStatusAnswer })
  register(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Body() { duplicateOf }: RegisterObservationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    return this.#act(asked, { type: 'RegisterObservation', sirUrn, said: { duplicateOf: duplicateOf ?? null } }, reply);
  }

  @Post(':sirUrn/return')
  @HttpCode(200)
  @Duty('ReturnSecurityInformationReport')
  @ApiOperation({
    summary: 'Return it for quality',
    description: 'The submitter sees the reason and submits it again.',
  })
  @ApiOkResponse({ type: ObservationStatusAnswer })
  giveBack(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Body() { reason }: ReturnObservationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    return this.#act(asked, { type: 'ReturnObservation', sirUrn, said: { reason } }, reply);
  }

  @Post(':sirUrn/closure')
  @HttpCode(200)
  @Duty('CloseSecurityInformationReport')
  @ApiOperation({ summary: 'Close it without an intelligence report', description: 'With its outcome and a reason.' })
  @ApiOkResponse({ type: ObservationStatusAnswer })
  close(
    @Ask() asked: RequestContext,
    @Param('sirUrn') sirUrn: string,
    @Body() { outcome, reason, duplicateOf }: CloseObservationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObservationStatusAnswer> {
    const said = { outcome, reason, duplicateOf: duplicateOf ?? null };
    return this.#act(asked, { type: 'CloseObservation', sirUrn, said }, reply);
  }

  async #act(asked: RequestContext, act: ObservationAct, reply: FastifyReply): Promise<ObservationStatusAnswer> {
    if ('sirUrn' in act && !isReference('SIR', act.sirUrn)) throw new Problem('not-found');
    const { sirUrn, observation, refusal, promise } = await this.commands.execute(new ActOnObservation(asked, act));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal || observation.status === 'none') throw problem(refusal ?? 'sir-unknown');
    return statusOf(sirUrn, observation);
  }
}

/** What its submitter may know of it: how far it has come. */
export const statusOf = (sirUrn: string, observation: KnownObservation): ObservationStatusAnswer => {
  const { observedAt, writtenAt, receivedAt } = observation.submitted;
  const returnedFor = observation.status === 'returned' ? observation.returnedFor : null;
  return { sirUrn, status: observation.status, observedAt, writtenAt, receivedAt, returnedFor };
};

const observed = (body: SubmitObservationBody): Observed => ({
  observedAt: new Date(body.observedAt).toISOString(),
  writtenAt: body.writtenAt === undefined ? null : new Date(body.writtenAt).toISOString(),
  place: body.place ?? null,
  text: body.text,
  factOrOpinion: body.factOrOpinion,
  subjects: body.subjects.map((subject) => structuredClone(subject)),
  urgency: body.urgency,
  actionTaken: body.actionTaken ?? null,
  obtainedLawfully: body.obtainedLawfully,
});
