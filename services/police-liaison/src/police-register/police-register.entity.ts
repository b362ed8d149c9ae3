// A report of the police in their register: how far it has come, and what narrows a page. What it says is its stream's.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PoliceReport } from '../police-intelligence/police-intelligence.events.ts';

export const STATUSES = ['recorded', 'approved', 'shared'] as const;

@Entity({ schema: 'read', name: 'police_register' })
export class PoliceReportRow {
  @PrimaryColumn({ name: 'report_urn', type: 'text' })
  reportUrn: string;

  @Column({ name: 'item_id', type: 'uuid' })
  itemId: string;

  @Column({ type: 'text' })
  status: (typeof STATUSES)[number];

  @Column({ type: 'text' })
  priority: PoliceReport['priority'];

  @Column({ name: 'review_by', type: 'text' })
  reviewBy: string;

  /** the police's own references of its people, and those under which its recipient knows them */
  @Column({ name: 'subject_refs', type: 'text', array: true })
  subjectRefs: string[];

  /** references under which audit records name them */
  @Column({ name: 'audit_refs', type: 'text', array: true })
  auditRefs: string[];

  @Column({ name: 'recorded_by', type: 'text' })
  recordedBy: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt: Date;

  @Column({ name: 'approved_by', type: 'text', nullable: true })
  approvedBy: string | null;

  @Column({ name: 'shared_at', type: 'timestamptz', nullable: true })
  sharedAt: Date | null;
}
