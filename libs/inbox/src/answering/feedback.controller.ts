import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Disclosure, policyRefusal, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { itemId } from '../item-id.ts';
import type { FeedbackRefusal } from '../received-item/received-item.decider.ts';
import { FeedbackAnswer, FeedbackBody } from './answering.dto.ts';
import { GiveFeedback } from './give-feedback.ts';

const problem = refusals<FeedbackRefusal>({
  'item-not-received': 'not-found',
  'item-not-acknowledged': ['state-conflict', 'Acknowledge the item first.'],
  'feedback-on-a-notice': ['command-refused', 'Answer the item itself; a correction or withdrawal is acknowledged.'],
  'paragraph-named-twice': ['command-refused', 'Name each paragraph once.'],
  'paragraph-not-known': ['command-refused', 'Name paragraphs of the item as you are shown it.'],
  'grade-not-on-scale': ['command-refused', 'Give source and information as the scale has them.'],
});

@ApiTags('inbox')
@Controller('inbox/:itemId/feedback')
export class FeedbackController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Disclosure('feedback')
  @ApiOperation({
    summary: 'Say what came of an item',
    description:
      'Goes back to its originator, suggested grades as a proposal. Of each person the last answer counts; the same answer again changes nothing.',
  })
  @ApiOkResponse({ type: FeedbackAnswer })
  async give(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Body() { outcome, comment, regrades }: FeedbackBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedbackAnswer> {
    const said = { outcome, comment: comment ?? null, regrades: regrades ?? [] };
    const { feedback, refusal, decision, promise } = await this.commands.execute(new GiveFeedback(asked, id, said));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    if (!feedback) throw policyRefusal(decision);
    return { feedbackId: feedback.feedbackId, itemId: id, givenAt: feedback.at };
  }
}
