// The inbox row: enough to narrow a page in SQL and to decide each row. The copy itself is the foreign fact's.
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'inbox_item' })
export class InboxRow {
  /** order of arrival here: dense, never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @PrimaryColumn({ name: 'item_id', type: 'text' })
  itemId: string;

  @Column({ type: 'jsonb' })
  envelope: Envelope;

  @Column({ type: 'jsonb' })
  provenance: Provenance;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt: Date | null;

  @Column({ name: 'acknowledged_by', type: 'text', nullable: true })
  acknowledgedBy: string | null;
}
