import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readerFacts } from '@gatehouse/personnel';
import { Ask, Disclosure, policyRefusal, Problem, type RequestContext } from '@gatehouse/service-kit';
import {
  considerOpening,
  cursorTo,
  listItems,
  openItem,
  placeOf,
  type Agency,
  type Position,
} from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { alertProblem } from '../intelligence-alert/alert-problems.ts';
import { ALERT_PRODUCT } from '../intelligence-alert/beneath.ts';
import {
  ActionableAnswer,
  ActionablePage,
  ActionableQuery,
  ActionBody,
  WorkedOnAnswer,
} from './actionable-alert.dto.ts';
import { ActionableRows, type Candidate } from './actionable-alert.rows.ts';
import { loadActionableAlert } from './load-actionable-alert.ts';
import { shownStream, shownRow } from './shown-alert.ts';
import { WorkOnAlert } from './work-on-alert.ts';

/** What a row of the list shows, where the reader may see it. */
const LIST_FIELDS = ['alertId', 'type', 'priority', 'validUntil'];
const ALERT_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('actionable alerts')
@Controller('actionable-alerts')
export class ActionableAlertController {
  constructor(
    private readonly rows: ActionableRows,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({
    summary: 'Alerts to act upon',
    description: 'For governors and whoever else the instruction names; each row is decided for this person.',
  })
  @ApiOkResponse({ type: ActionablePage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, ...filters }: ActionableQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActionablePage> {
    const listing = { list: 'actionable-alerts', filters };
    const from = await placeOf<Position>(this.agency, asked, listing, cursor);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(this.agency, asked, facts, {
      products: [{ product: ALERT_PRODUCT, fields: LIST_FIELDS }],
      limit,
      next: (after) => this.rows.before(filters, after?.row.position ?? from?.position ?? null),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const place: Position | null = more && last ? { position: last.row.position } : null;
    const next = await cursorTo(this.agency, asked, listing, place);
    const { person } = asked.caller;
    return { items: rows.map(({ row, content }) => shownRow(row.row, content, person, this.agency.clock.now())), next };
  }

  @Get(':alertId')
  @Disclosure('open')
  @ApiOperation({
    summary: 'Open an alert to act upon',
    description: 'What this person may not know of answers exactly as what does not exist.',
  })
  @ApiOkResponse({ type: ActionableAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActionableAnswer> {
    const { alert, held } = await loadActionableAlert(this.agency, alertId, asked.caller.person);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const opened = await openItem(this.agency, asked, alertId, considerOpening(this.agency, asked, facts, held));
    void reply.header(AUDIT_PROMISE_HEADER, opened.promise);
    if (alert.status === 'none' || opened.content === null) throw policyRefusal(opened);
    return shownStream(alert, opened, asked.caller.person, this.agency.clock.now());
  }

  @Post(':alertId/acknowledgement')
  @HttpCode(200)
  @Disclosure('acknowledge')
  @ApiOperation({ summary: 'Acknowledge an alert', description: 'By name. Repeating it changes nothing.' })
  @ApiOkResponse({ type: WorkedOnAnswer })
  acknowledge(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkedOnAnswer> {
    return this.#workOn(asked, alertId, null, reply);
  }

  @Post(':alertId/action')
  @HttpCode(200)
  @Disclosure('acknowledge')
  @ApiOperation({ summary: 'Say what was done about an alert', description: 'By somebody who acknowledged it.' })
  @ApiOkResponse({ type: WorkedOnAnswer })
  act(
    @Ask() asked: RequestContext,
    @Param('alertId', ALERT_ID) alertId: string,
    @Body() { whatWasDone }: ActionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkedOnAnswer> {
    return this.#workOn(asked, alertId, whatWasDone, reply);
  }

  async #workOn(
    asked: RequestContext,
    alertId: string,
    whatWasDone: string | null,
    reply: FastifyReply,
  ): Promise<WorkedOnAnswer> {
    const { alert, decision, refusal, promise } = await this.commands.execute(
      new WorkOnAlert(asked, alertId, whatWasDone),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw alertProblem(refusal, null);
    const own =
      alert === null || alert.status === 'none'
        ? undefined
        : alert.acknowledged.find(({ by }) => by === asked.caller.person);
    if (!own) throw policyRefusal(decision);
    return { alertId, acknowledgedBy: own.by, acknowledgedAt: own.at };
  }
}
