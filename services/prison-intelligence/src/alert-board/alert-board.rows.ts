// The board's rows as a person asks for them. What is over is said by the clock, not by the event that records it.
import type { Agency } from '@gatehouse/sharing';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository, type SelectQueryBuilder } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { disclosureAnswer, heldBack, type DisclosureAnswer } from '../disclosure-board/disclosure.answer.ts';
import { DisclosedItemRow } from '../disclosure-board/disclosure-board.entity.ts';
import { ANSWERING_POSTS } from '../intelligence-alert/alert-types.ts';
import type { BoardQuery, BoardRowAnswer, Status } from './alert-board.dto.ts';
import { AlertBoardRow } from './alert-board.entity.ts';

/** Somebody who was to get it has not acknowledged it: own people at all, a party it was released to, or a post that has to answer. */
const UNACKNOWLEDGED = `(jsonb_array_length(b.acknowledged) = 0 or exists (
  select 1 from read.disclosed_item d where d.item_id = any(b.item_ids) and d.released and d.acknowledged_at is null
    and (position('/' in d.recipient) = 0 or split_part(d.recipient, '/', 2) = any(:answering))))`;

const STATUS: Record<Status, string> = {
  open: 'b.cleared_at is null and b.valid_until > :now',
  cleared: 'b.cleared_at is not null',
  expired: 'b.cleared_at is null and b.valid_until <= :now',
};

@Injectable()
export class AlertBoardRows {
  constructor(
    @InjectRepository(AlertBoardRow, READ_MODEL) private readonly board: Repository<AlertBoardRow>,
    @InjectRepository(DisclosedItemRow, READ_MODEL) private readonly disclosed: Repository<DisclosedItemRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  one(alertId: string): Promise<AlertBoardRow | null> {
    return this.board.findOne({ where: { alertId } });
  }

  /** The youngest first, before a position; at most so many. */
  page(
    { type, status, unacknowledged, overdue }: BoardQuery,
    before: string | null,
    limit: number,
  ): Promise<AlertBoardRow[]> {
    const query = this.#running(this.board.createQueryBuilder('b').orderBy('b.position', 'DESC').take(limit));
    if (before !== null) query.andWhere('b.position < :before', { before });
    if (type !== undefined) query.andWhere('b.alert_type = :type', { type });
    if (status !== undefined) query.andWhere(STATUS[status]);
    if (unacknowledged !== undefined) query.andWhere(`${UNACKNOWLEDGED} = :unacknowledged`, { unacknowledged });
    if (overdue !== undefined)
      query.andWhere(`(${STATUS.open} and b.acknowledge_by <= :now and ${UNACKNOWLEDGED}) = :overdue`, { overdue });
    return query.getMany();
  }

  /** Rows with their chains. */
  async answers(rows: AlertBoardRow[]): Promise<BoardRowAnswer[]> {
    const disclosed = await this.disclosed.find({
      where: { itemId: In(itemsOf(rows)) },
      order: { decidedAt: 'ASC', recipient: 'ASC' },
    });
    const chains = [
      ...disclosed.map(disclosureAnswer),
      ...(await heldBack(this.agency.pool, itemsOf(rows), disclosed)),
    ];
    const chainsOf = ({ itemIds }: AlertBoardRow) => chains.filter(({ itemId }) => itemIds.includes(itemId));
    return rows.map((row) => answer(row, chainsOf(row), this.agency.clock.now()));
  }

  #running(query: SelectQueryBuilder<AlertBoardRow>): SelectQueryBuilder<AlertBoardRow> {
    return query.where('true').setParameters({ now: this.agency.clock.now(), answering: ANSWERING_POSTS });
  }
}

const itemsOf = (rows: AlertBoardRow[]): string[] => rows.flatMap(({ itemIds }) => itemIds);

const answer = (row: AlertBoardRow, disclosures: DisclosureAnswer[], now: Date): BoardRowAnswer => ({
  alertId: row.alertId,
  type: row.alertType,
  status: row.clearedAt ? 'cleared' : row.validUntil <= now ? 'expired' : 'open',
  priority: row.record.priority,
  reportUrns: row.record.reportUrns,
  raisedBy: row.record.by,
  raisedAt: row.raisedAt.toISOString(),
  validUntil: row.validUntil.toISOString(),
  acknowledgeBy: row.acknowledgeBy.toISOString(),
  acknowledged: row.acknowledged,
  actioned: row.actioned,
  disclosures,
});
