import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readerFacts } from '@gatehouse/personnel';
import { Ask, Disclosure, policyRefusal, Problem, type RequestContext } from '@gatehouse/service-kit';
import {
  considerOpening,
  cursorTo,
  listItems,
  openItem,
  permits,
  placeOf,
  type Agency,
  type HeldItem,
  type Position,
} from '@gatehouse/sharing';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { CORRECTION_PRODUCT, REPORT_PRODUCT, WITHDRAWAL_PRODUCT } from '../intelligence-report/to-report-product.ts';
import { AcknowledgeDisseminated } from './acknowledge-disseminated.ts';
import { acknowledgements, type Acknowledgement } from './acknowledgements.ts';
import {
  DisseminatedAnswer,
  DisseminatedPage,
  DisseminatedQuery,
  KINDS,
  OwnAcknowledgement,
  type DisseminatedRow,
  type Kind,
} from './disseminated-report.dto.ts';
import { DisseminatedReportRows, type Candidate } from './disseminated-report.rows.ts';
import { loadDisseminated } from './load-disseminated.ts';

const PRODUCT_OF: Record<Kind, string> = {
  report: REPORT_PRODUCT,
  correction: CORRECTION_PRODUCT,
  withdrawal: WITHDRAWAL_PRODUCT,
};

/** What may be listed, and what a row shows of it where the reader may see it. */
const LISTED = [
  { product: REPORT_PRODUCT, fields: ['reportUrn', 'version', 'reviewBy'] },
  { product: CORRECTION_PRODUCT, fields: ['correctionId', 'itemId', 'what', 'effect', 'ackWithin'] },
  { product: WITHDRAWAL_PRODUCT, fields: ['withdrawalId', 'itemId', 'ground', 'required', 'ackWithin'] },
];

const ITEM_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('disseminated reports')
@Controller('disseminated-reports')
export class DisseminatedReportController {
  constructor(
    private readonly rows: DisseminatedReportRows,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({
    summary: 'Reports that came to you, and what was corrected or taken back since',
    description: 'For the posts the instruction names; each row is decided for this person. The youngest first.',
  })
  @ApiOkResponse({ type: DisseminatedPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, kind }: DisseminatedQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisseminatedPage> {
    const { agency } = this;
    const listing = { list: 'disseminated-reports', filters: { kind } };
    const from = await placeOf<Position>(agency, asked, listing, cursor);
    const product = kind ? PRODUCT_OF[kind] : null;
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(agency, asked, facts, {
      products: product === null ? LISTED : LISTED.filter((listed) => listed.product === product),
      limit,
      next: (after) => this.rows.before(product, after?.position ?? from?.position ?? null),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const ids = rows.map(({ row }) => row.held.envelope.itemId);
    const done = await acknowledgements(agency, ids, asked.caller.roles);
    const place: Position | null = more && last ? { position: last.position } : null;
    return {
      items: rows.map(({ row, content }) => shown(row.held, content, done.get(row.held.envelope.itemId) ?? null)),
      next: await cursorTo(agency, asked, listing, place),
    };
  }

  @Get(':itemId')
  @Disclosure('open')
  @ApiOperation({
    summary: 'Open a report, a correction or a withdrawal that came to you',
    description: 'A report as it stands now. What this person may not know of answers exactly as what does not exist.',
  })
  @ApiOkResponse({ type: DisseminatedAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('itemId', ITEM_ID) itemId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisseminatedAnswer> {
    const { held, corrections, acknowledged } = await loadDisseminated(this.agency, itemId, asked.caller);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const opened = await openItem(this.agency, asked, itemId, considerOpening(this.agency, asked, facts, held));
    void reply.header(AUDIT_PROMISE_HEADER, opened.promise);
    if (!held || opened.content === null) throw policyRefusal(opened);
    const { occurredAt } = held.envelope;
    const { content, obligations } = opened;
    return { ...shown(held, content, acknowledged), occurredAt, corrections, obligations };
  }

  @Post(':itemId/acknowledgement')
  @HttpCode(200)
  @Disclosure('acknowledge')
  @ApiOperation({
    summary: 'Acknowledge a report, a correction or a withdrawal',
    description:
      'By name, for your post. Of a correction or withdrawal it stops its clock. Repeating it changes nothing.',
  })
  @ApiOkResponse({ type: OwnAcknowledgement })
  async acknowledge(
    @Ask() asked: RequestContext,
    @Param('itemId', ITEM_ID) itemId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OwnAcknowledgement> {
    const { decision, acknowledged, promise } = await this.commands.execute(new AcknowledgeDisseminated(asked, itemId));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!permits(decision)) throw policyRefusal(decision);
    if (!acknowledged)
      throw new Problem('state-conflict', {
        detail: 'It was disclosed to no post of yours; there is nothing to acknowledge.',
      });
    return { itemId, acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at };
  }
}

const kindOf = (product: string): Kind => KINDS.find((kind) => PRODUCT_OF[kind] === product) ?? 'report';

type Row = Pick<DisseminatedRow, keyof DisseminatedRow>;

const shown = ({ envelope }: HeldItem, content: unknown, acknowledged: Acknowledgement | null): Row => ({
  itemId: envelope.itemId,
  kind: kindOf(envelope.product),
  recordedAt: envelope.recordedAt,
  content,
  acknowledgedBy: acknowledged?.by ?? null,
  acknowledgedAt: acknowledged?.at ?? null,
});
