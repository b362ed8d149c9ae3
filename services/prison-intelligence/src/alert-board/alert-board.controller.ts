import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { auditReferences, cursorTo, placeOf, recordOwnRead, type Agency, type Position } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { ALERT_PRODUCT } from '../intelligence-alert/beneath.ts';
import { feedbackShownTo } from '../item-feedback/item-feedback.ts';
import { BoardAnswer, BoardPage, BoardQuery } from './alert-board.dto.ts';
import type { AlertBoardRow } from './alert-board.entity.ts';
import { AlertBoardRows } from './alert-board.rows.ts';

@ApiTags('alert board')
@Controller('intelligence-alerts')
export class AlertBoardController {
  constructor(
    private readonly board: AlertBoardRows,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadAlertBoard')
  @ApiOperation({ summary: 'The alerts of this service, the youngest first, and how far each has come' })
  @ApiOkResponse({ type: BoardPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: BoardQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BoardPage> {
    const listing = { list: 'alert-board', filters };
    const from = await placeOf<Position>(this.agency, asked, listing, cursor);
    const rows = await this.board.page(filters, from?.position ?? null, limit + 1);
    const shown = rows.slice(0, limit);
    const items = await this.board.answers(shown);
    void reply.header(AUDIT_PROMISE_HEADER, await this.#recorded(asked, null, shown, Object.keys(items[0] ?? {})));
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const place: Position | undefined = last && { position: last.position };
    return { items, next: await cursorTo(this.agency, asked, listing, place) };
  }

  @Get(':alertId')
  @Duty('ReadAlertBoard')
  @ApiOperation({
    summary: 'An alert and how far it has come',
    description: 'Decided, delivered, read, acknowledged and acted upon, by whom, for each recipient.',
  })
  @ApiOkResponse({ type: BoardAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('alertId', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') })) alertId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BoardAnswer> {
    const row = await this.board.one(alertId);
    const [answer] = await this.board.answers(row ? [row] : []);
    const item = { id: alertId, product: row ? ALERT_PRODUCT : 'unknown' };
    const promise = await this.#recorded(asked, item, row ? [row] : [], Object.keys(answer ?? {}));
    if (!row || !answer) throw new Problem('not-found');
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    const feedback = await feedbackShownTo(this.agency, asked, row.itemIds);
    return Object.assign(answer, { feedback });
  }

  #recorded(
    asked: RequestContext,
    item: { id: string; product: string } | null,
    rows: AlertBoardRow[],
    fields: string[],
  ): Promise<string> {
    const people = new Set(rows.flatMap(({ record }) => record.subjects.map(({ subjectId }) => subjectId)));
    return recordOwnRead(this.agency, asked, {
      action: 'ReadAlertBoard',
      item,
      subjects: auditReferences(this.agency, [...people]),
      fields: fields.sort(),
    });
  }
}
