import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import {
  Ask,
  Disclosure,
  inUtc,
  NeverKept,
  policyRefusal,
  Problem,
  refusals,
  Urgent,
  type RequestContext,
} from '@gatehouse/service-kit';
import type { Answer, HeldItem } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { INBOX, type Inbox } from '../inbox.ts';
import { itemId } from '../item-id.ts';
import { OpenQuery } from '../listing/inbox.dto.ts';
import { itemAnswer } from '../listing/item-answer.ts';
import { refuseUnknownFields } from '../listing/known-fields.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { standingOf } from '../received-item/standing.ts';
import type { EmergencyAccess } from './emergency-access.decider.ts';
import { EmergencyBody, EmergencyItemAnswer } from './emergency-access.dto.ts';
import { ReadInEmergency } from './read-in-emergency.ts';
import { UseEmergencyAccess, type UseEmergencyRefusal } from './use-emergency-access.ts';

const problem = refusals<UseEmergencyRefusal>({
  'fact-says-nothing': ['command-refused', 'Say who, by whom, where and what, each in words.'],
  'facts-are-the-same': ['command-refused', 'Say each of the facts in words of its own.'],
  'contact-not-reachable': ['command-refused', 'Give a telephone number or an address that answers now.'],
  'danger-is-over': ['command-refused', 'Harm is expected in the past: ask for the item the usual way.'],
  'danger-not-imminent': ['command-refused', 'Harm is expected in more than three days: ask the usual way.'],
  'not-reviewed-yet': ['state-conflict', 'Your access has ended and waits for its review: let a colleague open it.'],
  'found-unjustified': ['state-conflict', 'Your access to it was found unjustified: let a colleague open it.'],
  'too-many-unreviewed': ['state-conflict', 'Too many of your accesses wait for their review: let a colleague act.'],
});

@ApiTags('emergency access')
@Controller('inbox/:itemId/emergency-access')
export class EmergencyAccessController {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox,
    private readonly commands: CommandBus,
  ) {}

  @Post()
  @HttpCode(200)
  @Urgent()
  @NeverKept()
  @Disclosure('break-glass')
  @ApiOperation({
    summary: 'Open an item in an emergency',
    description:
      'Without assignment and training, under instruments of vital interest alone: the minimum to act, for a time. The originator and those above are told at once; two people outside the line review it. Asking again makes it no longer.',
  })
  @ApiOkResponse({ type: EmergencyItemAnswer })
  async use(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() { whoAtRisk, bySubject, where, when, nature, dutyContact }: EmergencyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyItemAnswer> {
    const declared = { whoAtRisk, bySubject, where, when: inUtc(when) ?? '', nature, dutyContact };
    const used = await this.commands.execute(new UseEmergencyAccess(asked, id, declared));
    void reply.header(AUDIT_PROMISE_HEADER, used.promise);
    if (used.refusal) throw problem(used.refusal);
    return this.#answer(asked, used);
  }

  @Get()
  @Disclosure('break-glass')
  @ApiOperation({
    summary: 'Read again what an emergency access opened',
    description: 'Until its end. Asking for more than the minimum is an incident.',
  })
  @ApiOkResponse({ type: EmergencyItemAnswer })
  async read(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Query() { fields }: OpenQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyItemAnswer> {
    if (fields) refuseUnknownFields(this.inbox, fields);
    const read = await this.commands.execute(new ReadInEmergency(asked, id, fields));
    void reply.header(AUDIT_PROMISE_HEADER, read.promise);
    if (read.over)
      throw new Problem('state-conflict', {
        detail: 'The emergency access is over.',
        members: { refusal: 'emergency-access-over' },
      });
    return this.#answer(asked, read);
  }

  async #answer(
    asked: RequestContext,
    { answer, held, access }: { answer: Answer<unknown> | null; held: HeldItem | null; access: EmergencyAccess | null },
  ): Promise<EmergencyItemAnswer> {
    if (!answer || !held || !access || answer.content === null) throw policyRefusal(answer ?? NOTHING);
    const { agency } = this.inbox;
    const { item } = await loadReceivedItem(agency.pool, held.envelope.itemId, asked.caller.person);
    const { accessId, until, reviewBy } = access.used;
    const shown = itemAnswer(held, standingOf(item), answer.content, answer.obligations, agency.clock.now());
    return Object.assign(shown, { accessId, until, reviewBy });
  }
}

const NOTHING = { outward: 404 as const, reason: '', obligations: [] };
