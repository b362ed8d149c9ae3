import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, refusals, Urgent, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertRefusal } from './intelligence-alert.decider.ts';
import { AlertAnswer, RaiseAlertBody } from './intelligence-alert.dto.ts';
import { RaiseAlert } from './raise-alert.ts';

const problem = refusals<AlertRefusal>({
  'alert-exists': ['already-exists', 'This alert has been raised already.'],
  'alert-without-report': ['command-refused', 'Name at least one graded, approved report the alert stands on.'],
  'report-unknown': ['command-refused', 'One of the reports is not known here; check the URNs.'],
  'report-not-approved': [
    'command-refused',
    'One of the reports has not been approved; ask a manager to approve it first.',
  ],
  'alert-without-subject': ['command-refused', 'Name at least one person the alert is about.'],
  'subject-not-in-report': ['command-refused', 'A person the alert names stands in none of its reports.'],
  'handling-condition-unknown': [
    'command-refused',
    'Use the handling conditions of the closed list, e.g. NO_OVERT_ACTION.',
  ],
  'named-twice': ['command-refused', 'Name each report and each person once.'],
  'handling-condition-incomplete': [
    'command-refused',
    'Give DESTROY_BY a date of the calendar and NAMED_RECIPIENTS at least one name.',
  ],
  'handling-code-contradicts': ['command-refused', 'Code P goes without conditions; code C goes with at least one.'],
  'alert-already-expired': ['command-refused', 'Give an instant in the future as validUntil.'],
  'alert-lives-too-long': ['command-refused', 'Give a validUntil within the life of this type of alert.'],
});

@ApiTags('intelligence alerts')
@Controller('intelligence-alerts')
export class IntelligenceAlertController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Duty('RaiseIntelligenceAlert')
  @Urgent()
  @ApiOperation({
    summary: 'Raise an alert',
    description:
      'What the agreements in force let out of it goes to their recipients at once, minimised, signed and encrypted.',
  })
  @ApiCreatedResponse({ type: AlertAnswer })
  async raise(
    @Ask() asked: RequestContext,
    @Body() body: RaiseAlertBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertAnswer> {
    const { type, where, when, whatNotToDo, dutyContact, history, sourceNote, ...rest } = body;
    const optional = { where, when, whatNotToDo, dutyContact, history, sourceNote };
    const { alertId, ackWithin, refusal, promise } = await this.commands.execute(
      new RaiseAlert(asked, {
        ...rest,
        ...orNull(optional),
        alertType: type,
        validUntil: new Date(body.validUntil).toISOString(),
      }),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    return { alertId, ackWithin };
  }
}

const orNull = <K extends string>(texts: Record<K, string | undefined>): Record<K, string | null> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text ?? null])) as Record<K, string | null>;
