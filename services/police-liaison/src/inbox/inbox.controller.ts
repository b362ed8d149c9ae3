import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { openCursor, sealCursor } from '@gatehouse/crypto';
import { Ask, Disclosure, policyRefusal, Problem, type RequestContext } from '@gatehouse/service-kit';
import { considerOpening, listItems, openItem, type Agency, type HeldItem } from '@gatehouse/sharing';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { MoreThan, Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { officerFacts } from '../officer/officer-facts.ts';
import { AcknowledgeAlert } from '../received-alert/acknowledge-alert.ts';
import { loadReceivedAlert } from '../received-alert/load-received-alert.ts';
import { ALERT_PRODUCT } from '../sharing.ts';
import { AcknowledgementAnswer, InboxItemAnswer, InboxPage, InboxQuery, OpenQuery } from './inbox.dto.ts';
import { InboxRow } from './inbox.entity.ts';

/** A place in one person's list: nobody else's cursor opens here. */
const scopeOf = ({ caller }: RequestContext): string => `police-liaison.inbox:${caller.person}`;
interface Candidate {
  position: string;
  held: HeldItem;
  acknowledgedAt: Date | null;
}
/** What a row of the list shows, where the reader may see it. */
const LIST_FIELDS = ['alertId', 'type', 'priority', 'validUntil'];
const itemId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('inbox')
@Controller('inbox')
export class InboxController {
  constructor(
    @InjectRepository(InboxRow, READ_MODEL) private readonly rows: Repository<InboxRow>,
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({
    summary: 'What other agencies disclosed',
    description: 'Each row is decided for this person, this purpose and this case.',
  })
  @ApiOkResponse({ type: InboxPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() query: InboxQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxPage> {
    const from = await this.#positionOf(asked, query.cursor);
    const facts = await officerFacts(this.agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(this.agency, asked, facts, {
      products: [{ product: ALERT_PRODUCT, fields: LIST_FIELDS }],
      limit: query.limit ?? 20,
      next: (after) => this.#candidates(after?.position ?? from),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const next =
      more && last ? await sealCursor(this.agency.keys.cursor, scopeOf(asked), { position: last.position }) : null;
    return { items: rows.map(({ row, content }) => itemAnswer(row.held, content, [], row.acknowledgedAt)), next };
  }

  @Get(':itemId')
  @Disclosure('open')
  @ApiOperation({
    summary: 'Open one item',
    description: 'What this person may not know of answers exactly as what does not exist.',
  })
  @ApiOkResponse({ type: InboxItemAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Query() { fields }: OpenQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxItemAnswer> {
    if (fields) this.#refuseUnknown(fields);
    const { alert, held } = await loadReceivedAlert(this.agency.pool, id, asked.caller.person);
    const facts = await officerFacts(this.agency.pool, asked.caller.person);
    const opened = await openItem(this.agency, asked, id, considerOpening(this.agency, asked, facts, held, fields));
    void reply.header(AUDIT_PROMISE_HEADER, opened.promise);
    if (!held || opened.content === null) throw policyRefusal(opened);
    return itemAnswer(
      held,
      opened.content,
      opened.obligations,
      alert.status === 'acknowledged' ? new Date(alert.at) : null,
    );
  }

  @Post(':itemId/acknowledgement')
  @HttpCode(200)
  @Disclosure('acknowledge')
  @ApiOperation({
    summary: 'Acknowledge an alert',
    description: 'By a named person; the originator is told. Repeating it changes nothing.',
  })
  @ApiOkResponse({ type: AcknowledgementAnswer })
  async acknowledge(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcknowledgementAnswer> {
    const { acknowledged, decision, promise } = await this.commands.execute(new AcknowledgeAlert(asked, id));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!acknowledged) throw policyRefusal(decision);
    return { itemId: id, acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at };
  }

  async #positionOf(asked: RequestContext, cursor: string | undefined): Promise<string> {
    if (cursor === undefined) return '0';
    try {
      return ((await openCursor(this.agency.keys.cursor, scopeOf(asked), cursor)) as { position: string }).position;
    } catch (cause) {
      throw new Problem('cursor-invalid', { cause });
    }
  }

  async #candidates(after: string): Promise<Candidate[]> {
    const rows = await this.rows.find({ where: { position: MoreThan(after) }, order: { position: 'ASC' }, take: 100 });
    return rows.map((row) => ({
      position: row.position,
      held: { envelope: row.envelope, provenance: row.provenance, openedBefore: [] },
      acknowledgedAt: row.acknowledgedAt,
    }));
  }

  // A field no product has is a mistake in the request and told at once, the same for every id. A field that exists and
  // was never sent is decided by its category.
  #refuseUnknown(fields: string[]): void {
    const known = Object.keys(this.agency.products.get(ALERT_PRODUCT)?.fields ?? {});
    const shapes = known.flatMap((path) => path.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.')));
    const unknown = fields.filter((field) => !shapes.some((shape) => same(shape, field)));
    if (unknown.length > 0) {
      throw new Problem('unknown-field', {
        members: { errors: unknown.map(() => ({ parameter: 'fields', detail: 'Name fields of the product only.' })) },
      });
    }
  }
}

const same = (shape: string, field: string): boolean => {
  const asked = field.replace(/\[\d+\]/g, '[]');
  return shape === asked || shape === `${asked}[]`;
};

const itemAnswer = (
  { envelope, provenance }: HeldItem,
  content: unknown,
  obligations: string[],
  acknowledgedAt: Date | null,
): InboxItemAnswer => ({
  itemId: envelope.itemId,
  product: envelope.product,
  content,
  provenance: {
    originator: provenance.originator,
    agreements: provenance.agreements,
    disclosureId: provenance.disclosureId,
    occurredAt: envelope.occurredAt,
    recordedAt: envelope.recordedAt,
    publishedAt: envelope.publishedAt,
    receivedAt: provenance.receivedAt,
  },
  obligations,
  acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
});
