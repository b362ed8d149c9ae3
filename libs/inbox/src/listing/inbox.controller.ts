import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readerFacts } from '@gatehouse/personnel';
import { Ask, Disclosure, policyRefusal, type RequestContext } from '@gatehouse/service-kit';
import {
  considerOpening,
  cursorTo,
  listItems,
  openItem,
  placeOf,
  type HeldItem,
  type SubjectStatus,
} from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Repository } from 'typeorm';
import { INBOX, INBOX_ROWS, type Inbox } from '../inbox.ts';
import { itemId } from '../item-id.ts';
import { necessityFor } from '../necessity/necessities.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { statusesOf } from '../received-status/load-statuses.ts';
import { standingOf, type Standing } from '../received-item/standing.ts';
import { candidates, type Place } from './candidates.ts';
import { InboxQuery, OpenQuery } from './inbox.dto.ts';
import type { InboxRow } from './inbox.entity.ts';
import { InboxItemAnswer, InboxPage, itemAnswer } from './item-answer.ts';
import { refuseUnknownFields } from './known-fields.ts';

interface Candidate extends Place {
  held: HeldItem;
  standing: Standing;
}

@ApiTags('inbox')
@Controller('inbox')
export class InboxController {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox,
    @Inject(INBOX_ROWS) private readonly rows: Repository<InboxRow>,
  ) {}

  @Get()
  @Disclosure('list')
  @ApiOperation({
    summary: 'What other agencies disclosed',
    description:
      'What is immediate first, then by arrival. Each row is decided for this person, this purpose and this case.',
  })
  @ApiOkResponse({ type: InboxPage })
  async list(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit, ...filters }: InboxQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxPage> {
    const { agency, products } = this.inbox;
    const listing = { list: 'inbox', filters };
    const from = await placeOf<Place>(agency, asked, listing, cursor);
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const page = await listItems<Candidate>(agency, asked, facts, {
      products,
      limit: limit ?? 20,
      // Whoever may not see an alert's type is not told it by a filter either.
      ...(filters.type !== undefined && { shows: (_row, paths) => paths.includes('type') }),
      next: async (after, narrowing) =>
        this.#decided(await candidates(this.rows, filters, after ?? from, agency.clock.now(), narrowing)),
    });
    void reply.header(AUDIT_PROMISE_HEADER, page.promise);
    if (!page.content) throw policyRefusal(page);
    const { rows, last, more } = page.content;
    const next = await cursorTo(agency, asked, listing, more && last ? placeIn(last) : null);
    return {
      items: rows.map(({ row, content }) => itemAnswer(row.held, row.standing, content, [], agency.clock.now())),
      next,
    };
  }

  /** Rows with what is known now of their people: a row that SQL let through is decided by that. */
  async #decided(rows: InboxRow[]): Promise<Candidate[]> {
    const envelopes = rows.map(({ envelope }) => envelope);
    const statuses = await statusesOf(this.inbox.agency.pool, envelopes);
    return rows.map((row, place) => candidateOf(row, statuses[place] ?? []));
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
    const { agency } = this.inbox;
    if (fields) refuseUnknownFields(this.inbox, fields);
    const { item, held } = await loadReceivedItem(agency.pool, id, asked.caller.person);
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const necessity = necessityFor(item.necessities, asked, agency.clock.now());
    const opened = await openItem(agency, asked, id, considerOpening(agency, asked, facts, held, fields, necessity));
    void reply.header(AUDIT_PROMISE_HEADER, opened.promise);
    if (!held || opened.content === null) throw policyRefusal(opened);
    return itemAnswer(held, standingOf(item), opened.content, opened.obligations, agency.clock.now());
  }
}

const placeIn = ({ immediate, position }: Place): Place => ({ immediate, position });

const candidateOf = (
  { immediate, position, envelope, provenance, standing, withdrawn }: InboxRow,
  statuses: SubjectStatus[],
): Candidate => ({
  immediate,
  position,
  standing,
  held: {
    envelope,
    provenance,
    openedBefore: [],
    withdrawn,
    statuses,
    sealedUnder: receivedItemStream(envelope.itemId),
  },
});
