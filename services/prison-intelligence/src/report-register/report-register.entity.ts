// A report in the unit's register: how far it has come, never what it says. Rebuilt from events at any time.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'report_register' })
export class ReportRow {
  @PrimaryColumn({ name: 'report_urn', type: 'text' })
  reportUrn: string;

  @Column({ name: 'item_id', type: 'uuid' })
  itemId: string;

  @Column({ type: 'text' })
  prison: string;

  @Column({ type: 'text' })
  priority: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ name: 'subject_ids', type: 'text', array: true })
  subjectIds: string[];

  @Column({ type: 'text', array: true })
  markers: string[];

  @Column({ type: 'text', array: true })
  answers: string[];

  @Column({ name: 'evaluated_by', type: 'text' })
  evaluatedBy: string;

  @Column({ name: 'evaluated_at', type: 'timestamptz' })
  evaluatedAt: Date;

  @Column({ name: 'review_by', type: 'text', nullable: true })
  reviewBy: string | null;

  @Column({ name: 'disseminated_at', type: 'timestamptz', nullable: true })
  disseminatedAt: Date | null;
}
