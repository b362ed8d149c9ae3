import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'intelligence_requirement' })
export class RequirementRow {
  @PrimaryColumn({ name: 'requirement_id', type: 'text' })
  requirementId: string;

  @Column({ type: 'text' })
  question: string;

  @Column({ name: 'issued_by', type: 'text' })
  issuedBy: string;

  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt: Date;

  @Column({ name: 'valid_until', type: 'timestamptz' })
  validUntil: Date;

  @Column({ type: 'text', nullable: true })
  outcome: string | null;

  /** reports that answer it */
  @Column({ name: 'report_urns', type: 'text', array: true })
  reportUrns: string[];
}
