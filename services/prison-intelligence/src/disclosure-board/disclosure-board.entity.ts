// What became of one item towards one recipient: the ledger's words, of every product. Rebuilt from events at any time.
import type { OnwardUse } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person did it, at an instant. */
export interface DoneBy {
  by: string;
  at: string;
}

@Entity({ schema: 'read', name: 'disclosed_item' })
export class DisclosedItemRow {
  @PrimaryColumn({ name: 'item_id', type: 'text' })
  itemId: string;

  @PrimaryColumn({ type: 'text' })
  recipient: string;

  @Column({ type: 'text' })
  product: string;

  @Column({ type: 'boolean' })
  released: boolean;

  @Column({ type: 'boolean' })
  held: boolean;

  @Column({ type: 'boolean' })
  degraded: boolean;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'text', array: true })
  fields: string[];

  @Column({ name: 'decided_at', type: 'timestamptz' })
  decidedAt: Date;

  @Column({ name: 'delivered_at', type: 'timestamptz', nullable: true })
  deliveredAt: Date | null;

  @Column({ type: 'jsonb' })
  read: DoneBy[];

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt: Date | null;

  @Column({ name: 'acknowledged_by', type: 'text', nullable: true })
  acknowledgedBy: string | null;

  @Column({ type: 'jsonb' })
  actioned: DoneBy[];

  /** what it was used for under our consent */
  @Column({ type: 'jsonb' })
  uses: OnwardUse[];

  @Column({ name: 'escalated_at', type: 'timestamptz', array: true })
  escalatedAt: Date[];
}
