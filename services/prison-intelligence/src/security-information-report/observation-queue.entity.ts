// A row of the queue: when it has to be evaluated, never what it says.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'observation_queue' })
export class ObservationRow {
  @PrimaryColumn({ name: 'sir_urn', type: 'text' })
  sirUrn: string;

  @Column({ type: 'text' })
  prison: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ type: 'text' })
  urgency: string;

  @Column({ name: 'subject_refs', type: 'text', array: true })
  subjectRefs: string[];

  @Column({ name: 'observed_at', type: 'timestamptz' })
  observedAt: Date;

  /** when it first reached the service */
  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ name: 'evaluate_by', type: 'timestamptz' })
  evaluateBy: Date;

  @Column({ name: 'restricted_from', type: 'timestamptz' })
  restrictedFrom: Date;

  @Column({ name: 'duplicate_of', type: 'text', nullable: true })
  duplicateOf: string | null;
}
