import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Disclosure, policyRefusal, type RequestContext } from '@gatehouse/service-kit';
import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { itemId } from '../item-id.ts';
import { AcknowledgeItem } from './acknowledge-item.ts';
import { AcknowledgementAnswer } from './answering.dto.ts';

@ApiTags('inbox')
@Controller('inbox/:itemId/acknowledgement')
export class AcknowledgementController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Disclosure('acknowledge')
  @ApiOperation({
    summary: 'Acknowledge an item',
    description:
      'By a named person; the originator is told. Of a correction or withdrawal too. Repeating it changes nothing.',
  })
  @ApiOkResponse({ type: AcknowledgementAnswer })
  async acknowledge(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcknowledgementAnswer> {
    const { acknowledged, decision, promise } = await this.commands.execute(new AcknowledgeItem(asked, id));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!acknowledged) throw policyRefusal(decision);
    return { itemId: id, acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at };
  }
}
