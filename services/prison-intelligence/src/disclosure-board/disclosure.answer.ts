// The chain of one item with one recipient, as it is shown.
import { ApiProperty } from '@nestjs/swagger';
import type { DisclosedItemRow } from './disclosure-board.entity.ts';

export class DoneByAnswer {
  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class DisclosureAnswer {
  @ApiProperty({ description: 'an alert that was renewed went out as several items' })
  itemId: string;

  @ApiProperty({ example: 'prison-intelligence.intelligence-alert.v1' })
  product: string;

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

  @ApiProperty({ type: [String], description: 'when nobody had acknowledged in time' })
  escalatedAt: string[];
}

export const disclosureAnswer = (row: DisclosedItemRow): DisclosureAnswer => ({
  itemId: row.itemId,
  product: row.product,
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
  escalatedAt: row.escalatedAt.map((at) => at.toISOString()),
});
