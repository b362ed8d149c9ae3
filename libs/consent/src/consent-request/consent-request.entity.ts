// A request in the list: as it came, to be decided for each reader, until when it is answered, and what was said.
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestState } from './consent-request.dto.ts';

@Entity({ schema: 'read', name: 'consent_request' })
export class ConsentRequestRow {
  @PrimaryColumn({ name: 'request_id', type: 'text' })
  requestId: string;

  /** order of arrival here: dense, never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @Column({ name: 'item_id', type: 'text' })
  itemId: string;

  @Column({ type: 'jsonb' })
  envelope: Envelope;

  @Column({ type: 'jsonb' })
  provenance: Provenance;

  @Column({ type: 'text' })
  status: RequestState;

  @Column({ name: 'answer_by', type: 'timestamptz' })
  answerBy: Date;

  @Column({ name: 'answered_by', type: 'text', nullable: true })
  answeredBy: string | null;

  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt: Date | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'valid_until', type: 'timestamptz', nullable: true })
  validUntil: Date | null;
}
