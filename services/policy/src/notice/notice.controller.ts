// What a party, the secretariat and oversight are told of the instruments, newest first.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { InstrumentNoticeList, NoticeQuery, pageOf } from '@gatehouse/liaison';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REGISTRY, type Registry } from '../registry.ts';
import { noticesShown } from './notices-shown.ts';

@ApiTags('notices')
@Controller('notices')
export class NoticeController {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  @Get()
  @Duty('ReadNotices')
  @ApiOperation({
    summary: 'What happened to the instruments',
    description: 'Each step of their lives, warnings at 90, 60, 30 and 7 days, obligations that fall due.',
  })
  @ApiOkResponse({ type: InstrumentNoticeList })
  async list(
    @Ask() asked: RequestContext,
    @Query() query: NoticeQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentNoticeList> {
    const { agency } = this.registry;
    const page = pageOf(await noticesShown(this.registry, asked), query);
    const fields =
      page.notices.length > 0 ? ['by', 'cutOff', 'daysLeft', 'instrumentId', 'reason', 'scope', 'step'] : [];
    const read = { action: 'ReadNotices', item: null, subjects: [], fields };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(agency, asked, read));
    return page;
  }
}
