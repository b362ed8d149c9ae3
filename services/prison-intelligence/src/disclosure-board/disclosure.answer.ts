// The chain of one item with one recipient, as it is shown.
import { OnwardUseAnswer } from '@gatehouse/consent';
import type { Queryable } from '@gatehouse/event-store';
import { ApiProperty } from '@nestjs/swagger';
import type { DisclosedItemRow } from './disclosure-board.entity.ts';

export class DoneByAnswer {
  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class DisclosureAnswer {
  @ApiProperty({
    description: 'an alert that was renewed went out as several items; the notice of its clearance is one',
  })
  itemId: string;

  @ApiProperty({ example: 'kz-police' })
  recipient: string;

  @ApiProperty()
  released: boolean;

  @ApiProperty({ description: 'kept, and decided again on every newer bundle' })
  held: boolean;

  @ApiProperty({ description: 'it went on the last verified bundle, since it could not wait' })
  degraded: boolean;

  @ApiProperty({ example: 'CONTRACT_MATCH' })
  reason: string;

  @ApiProperty({ type: [String] })
  fields: string[];

  @ApiProperty({ format: 'date-time' })
  decidedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt: string | null;

  @ApiProperty({ type: [DoneByAnswer], description: 'who opened it, each once' })
  read: DoneByAnswer[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acknowledgedAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  acknowledgedBy: string | null;

  @ApiProperty({ type: [DoneByAnswer] })
  actioned: DoneByAnswer[];

  @ApiProperty({ type: [OnwardUseAnswer], description: 'what it was used for under our consent' })
  uses: OnwardUseAnswer[];

  @ApiProperty({ type: [String], description: 'when nobody had acknowledged in time' })
  escalatedAt: string[];
}

export const disclosureAnswer = (row: DisclosedItemRow): DisclosureAnswer => ({
  itemId: row.itemId,
  recipient: row.recipient,
  released: row.released,
  held: row.held,
  degraded: row.degraded,
  reason: row.reason,
  fields: row.fields,
  decidedAt: row.decidedAt.toISOString(),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  read: row.read,
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: row.acknowledgedBy,
  actioned: row.actioned,
  uses: row.uses,
  escalatedAt: row.escalatedAt.map((at) => at.toISOString()),
});

interface HeldRow {
  item_id: string;
  recipient: string;
  reason: string;
  held_at: Date;
}

/**
 * What waits for a recipient nobody could decide or send to, and therefore stands in no ledger: it is told as well.
 * One query.
 */
export const heldBack = async (
  queryable: Queryable,
  itemIds: string[],
  known: Pick<DisclosedItemRow, 'itemId' | 'recipient'>[],
): Promise<DisclosureAnswer[]> => {
  const { rows } = await queryable.query<HeldRow>(
    'select item_id, recipient, reason, held_at from sharing.held where item_id = any($1) order by held_at, recipient',
    [itemIds],
  );
  return rows
    .filter((row) => !known.some(({ itemId, recipient }) => itemId === row.item_id && recipient === row.recipient))
    .map(heldAnswer);
};

const heldAnswer = ({ item_id, recipient, reason, held_at }: HeldRow): DisclosureAnswer => ({
  itemId: item_id,
  recipient,
  released: false,
  held: true,
  degraded: false,
  reason,
  fields: [],
  decidedAt: held_at.toISOString(),
  deliveredAt: null,
  read: [],
  acknowledgedAt: null,
  acknowledgedBy: null,
  actioned: [],
  uses: [],
  escalatedAt: [],
});
