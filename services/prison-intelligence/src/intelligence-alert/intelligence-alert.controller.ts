import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, NeverKept, Problem, Urgent, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { alertProblem } from './alert-problems.ts';
import { ClearAlert } from './clear-alert.ts';
import {
  AlertAnswer,
  ClearanceAnswer,
  ClearanceBody,
  RaiseAlertBody,
  RaiseConfirmedBody,
  RenewalBody,
  RenewalConfirmedBody,
} from './intelligence-alert.dto.ts';
import { PreviewAlert } from './preview-alert.ts';
import { PreviewAnswer } from './preview.dto.ts';
import { RaiseAlert } from './raise-alert.ts';
import { RenewAlert } from './renew-alert.ts';
import type { FromBody } from './wanted.ts';

const ALERT_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('intelligence alerts')
@Controller('intelligence-alerts')
export class IntelligenceAlertController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Duty('RaiseIntelligenceAlert')
  @NeverKept()
  @ApiOperation({
    summary: 'See what raising an alert would let out',
    description: 'For everybody it could be for: what he would see, what stays, and why. Nothing is created.',
  })
  @ApiOkResponse({ type: PreviewAnswer })
  async preview(
    @Ask() asked: RequestContext,
    @Body() body: RaiseAlertBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreviewAnswer> {
    const outcome = await this.queries.execute(new PreviewAlert(asked, wordsOf(body)));
    void reply.header(AUDIT_PROMISE_HEADER, outcome.promise);
    if ('refusal' in outcome) throw alertProblem(outcome.refusal, null);
    return outcome.shown;
  }

  @Post()
  @Duty('RaiseIntelligenceAlert')
  @Urgent()
  @ApiOperation({
    summary: 'Raise an alert that was previewed',
    description:
      'What the instruments in force let out of it goes to their recipients at once, minimised, signed and encrypted. One preview raises one alert, however often it is sent.',
  })
  @ApiCreatedResponse({ type: AlertAnswer })
  async raise(
    @Ask() asked: RequestContext,
    @Body() { preview, ...body }: RaiseConfirmedBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertAnswer> {
    const command = new RaiseAlert(asked, wordsOf(body), preview ?? null);
    const { alertId, ackWithin, refusal, now, promise } = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw alertProblem(refusal, now);
    return { alertId, ackWithin };
  }

  @Post(':alertId/renewal/preview')
  @HttpCode(200)
  @Duty('RenewIntelligenceAlert')
  @NeverKept()
  @ApiOperation({ summary: 'See what renewing an alert would let out' })
  @ApiOkResponse({ type: PreviewAnswer })
  async previewRenewal(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Body() body: RenewalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreviewAnswer> {
    const command = new RenewAlert(asked, alertId, renewalOf(body), { only: true });
    const { refusal, now, promise } = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal || !now) throw alertProblem(refusal ?? 'alert-unknown', null);
    return now;
  }

  @Post(':alertId/renewal')
  @Duty('RenewIntelligenceAlert')
  @Urgent()
  @ApiOperation({
    summary: 'Renew a threat to a life that lasts',
    description: 'It goes out anew under an id of its own and is acknowledged anew.',
  })
  @ApiCreatedResponse({ type: AlertAnswer })
  async renew(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Body() { preview, ...body }: RenewalConfirmedBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertAnswer> {
    const command = new RenewAlert(asked, alertId, renewalOf(body), preview ?? null);
    const { alertId: itemId, ackWithin, refusal, now, promise } = await this.commands.execute(command);
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw alertProblem(refusal, now);
    return { alertId: itemId, ackWithin };
  }

  @Post(':alertId/clearance')
  @HttpCode(200)
  @Duty('ClearIntelligenceAlert')
  @ApiOperation({
    summary: 'Clear an alert',
    description: 'Whoever holds it is told that it is not to be used any more.',
  })
  @ApiOkResponse({ type: ClearanceAnswer })
  async clear(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Body() { reason }: ClearanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClearanceAnswer> {
    const { refusal, promise } = await this.commands.execute(new ClearAlert(asked, alertId, reason));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw alertProblem(refusal, null);
    return { alertId, status: 'cleared' };
  }
}

const renewalOf = ({ validUntil, reason }: RenewalBody) => ({ reason, validUntil: new Date(validUntil).toISOString() });

/** The body's words in the owner's terms: what was left out is null. */
const wordsOf = ({ type, validUntil, ...body }: RaiseAlertBody): FromBody => ({
  alertType: type,
  priority: body.priority,
  reportUrns: body.reportUrns,
  subjectIds: body.subjectIds,
  otherSubjectIds: body.otherSubjectIds ?? [],
  whoAtRisk: namedBy(body.whoAtRisk),
  bySubject: namedBy(body.bySubject),
  violenceIndicator: body.violenceIndicator ?? false,
  nature: body.nature,
  where: body.where ?? null,
  when: body.when ?? null,
  whatToDo: body.whatToDo,
  whatNotToDo: body.whatNotToDo ?? null,
  dutyContact: body.dutyContact ?? null,
  history: body.history ?? null,
  sourceNote: body.sourceNote ?? null,
  handling: body.handling,
  releaseOn: body.releaseOn ?? null,
  validUntil: new Date(validUntil).toISOString(),
});

const namedBy = (person: RaiseAlertBody['whoAtRisk']): FromBody['whoAtRisk'] =>
  person ? { subjectId: person.subjectId ?? null, name: person.name ?? null } : null;
