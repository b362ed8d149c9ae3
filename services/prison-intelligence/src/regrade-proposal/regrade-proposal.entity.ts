// The proposal's row: the feedback it came with, to be decided for each reader, and what was decided about it.
import type { RowFacts } from '@gatehouse/policy';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const PROPOSAL_STATUSES = ['proposed', 'accepted', 'declined'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

@Entity({ schema: 'read', name: 'regrade_proposal' })
export class RegradeProposalRow {
  @PrimaryColumn({ name: 'feedback_id', type: 'text' })
  feedbackId: string;

  /** order of arrival here: dense, never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @Column({ type: 'jsonb' })
  envelope: Envelope;

  /** what it is narrowed by; null in a row that is not, and that is decided like any other */
  @Column({ type: 'jsonb', nullable: true, select: false })
  facts: RowFacts | null;

  @Column({ type: 'jsonb' })
  provenance: Provenance;

  @Column({ type: 'text' })
  status: ProposalStatus;

  @Column({ name: 'report_urn', type: 'text', nullable: true })
  reportUrn: string | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;
}
