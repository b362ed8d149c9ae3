// What a party, the secretariat and oversight are told of the instruments, newest first.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { InstrumentNoticeList, NoticeQuery, pageOf } from '@gatehouse/liaison';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { loadInstruments, mayKnowAll } from '../instrument/run-on-instrument.ts';
import { REGISTRY, type Registry } from '../registry.ts';
import { loadGroupEvents } from '../working-group/run-on-working-group.ts';
import { noticesOf } from './notices.ts';

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
    const all = mayKnowAll(this.registry, asked);
    const groups = await loadGroupEvents(agency.pool);
    const told = (await loadInstruments(agency.pool))
      .flatMap(({ instrument, events }) =>
        noticesOf(instrument, events, [...events, ...(groups.get(instrument.id) ?? [])]),
      )
      .filter(({ parties }) => all || parties.includes(asked.caller.agency));
    const page = pageOf(told, query);
    const fields = page.notices.length > 0 ? ['by', 'daysLeft', 'instrumentId', 'reason', 'scope', 'step'] : [];
    const read = { action: 'ReadNotices', item: null, subjects: [], fields };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(agency, asked, read));
    return page;
  }
}
