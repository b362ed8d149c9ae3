// The inbox row: enough to narrow a page in SQL and to decide each row. The copy itself is the foreign fact's.
import type { RowFacts } from '@gatehouse/policy';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Standing } from '../received-item/standing.ts';

@Entity({ schema: 'read', name: 'inbox_item' })
export class InboxRow {
  /** order of arrival here: never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @PrimaryColumn({ name: 'item_id', type: 'text' })
  itemId: string;

  @Column({ type: 'text' })
  product: string;

  @Column({ type: 'text' })
  originator: string;

  /** of an alert */
  @Column({ name: 'alert_type', type: 'text', nullable: true })
  alertType: string | null;

  @Column({ type: 'text' })
  priority: string;

  @Column({ type: 'boolean' })
  immediate: boolean;

  @Column({ type: 'boolean' })
  corrected: boolean;

  @Column({ type: 'boolean' })
  withdrawn: boolean;

  /** when its life ends, where it has an end of its own */
  @Column({ name: 'valid_until', type: 'timestamptz', nullable: true })
  validUntil: Date | null;

  @Column({ name: 'cleared_at', type: 'text', nullable: true })
  clearedAt: string | null;

  /** as it counts now */
  @Column({ type: 'jsonb' })
  envelope: Envelope;

  /** what it is narrowed by; null in a row that is not, and that is decided like any other */
  @Column({ type: 'jsonb', nullable: true, select: false })
  facts: RowFacts | null;

  @Column({ type: 'jsonb' })
  provenance: Provenance;

  @Column({ type: 'jsonb' })
  standing: Standing;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ name: 'acknowledge_by', type: 'timestamptz', nullable: true })
  acknowledgeBy: Date | null;

  /** when the next request for consent lapses */
  @Column({ name: 'consent_due', type: 'timestamptz', nullable: true })
  consentDue: Date | null;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt: Date | null;
}
