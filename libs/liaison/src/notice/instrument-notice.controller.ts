// What an agency's own people are told of the instruments they work under: suspended for what, since when and why; how long it lasts.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LIAISON_AGENCY } from '../liaison-agency.ts';
import { pageOf } from './instrument-notice.ts';
import { noticesKept } from './keep-notices.ts';
import { InstrumentNoticeList, NoticeQuery } from './notice.dto.ts';

@ApiTags('instrument notices')
@Controller('instrument-notices')
export class InstrumentNoticeController {
  constructor(@Inject(LIAISON_AGENCY) private readonly agency: Agency) {}

  @Get()
  @Duty('ReadInstrumentNotices')
  @ApiOperation({
    summary: 'What happened to the instruments we work under',
    description:
      'As the keeper of the instruments told us, signed: each step, suspensions with reach and reason, warnings.',
  })
  @ApiOkResponse({ type: InstrumentNoticeList })
  async list(
    @Ask() asked: RequestContext,
    @Query() query: NoticeQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstrumentNoticeList> {
    const page = pageOf(await noticesKept(this.agency.pool), query);
    const fields =
      page.notices.length > 0 ? ['by', 'cutOff', 'daysLeft', 'instrumentId', 'reason', 'scope', 'step'] : [];
    const read = { action: 'ReadInstrumentNotices', item: null, subjects: [], fields };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.agency, asked, read));
    return page;
  }
}
