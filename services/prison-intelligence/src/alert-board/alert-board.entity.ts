// The board's row: an alert of this unit and how far it has come with each recipient. Rebuilt from events at any time.
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What became of an alert towards one recipient: the ledger's words. */
export interface BoardDisclosure {
  recipient: string;
  released: boolean;
  held: boolean;
  reason: string;
  fields: string[];
  decidedAt: string;
  deliveredAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /** when its deadline had passed without an acknowledgement */
  escalatedAt: string | null;
}

@Entity({ schema: 'read', name: 'alert_board' })
export class AlertBoardRow {
  @PrimaryColumn({ name: 'alert_id', type: 'uuid' })
  alertId: string;

  @Column({ name: 'alert_type', type: 'text' })
  alertType: string;

  @Column({ type: 'text' })
  priority: string;

  @Column({ name: 'report_urns', type: 'text', array: true })
  reportUrns: string[];

  @Column({ name: 'subject_ids', type: 'text', array: true })
  subjectIds: string[];

  @Column({ name: 'raised_by', type: 'text' })
  raisedBy: string;

  @Column({ name: 'raised_at', type: 'timestamptz' })
  raisedAt: Date;

  @Column({ name: 'valid_until', type: 'timestamptz' })
  validUntil: Date;

  @Column({ type: 'jsonb' })
  disclosures: Record<string, BoardDisclosure>;
}
