// The register's row: what a list needs of an entry. Nothing in it names anybody; rebuilt from events at any time.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'register' })
export class RegisterRow {
  @PrimaryColumn({ name: 'source_id', type: 'uuid' })
  sourceId: string;

  @Column({ type: 'bigint' })
  position: string;

  @Column({ name: 'code_name', type: 'text' })
  codeName: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ type: 'text' })
  handler: string;

  @Column({ type: 'text' })
  likeness: string;

  @Column({ name: 'risk_level', type: 'text' })
  riskLevel: string;

  @Column({ name: 'review_by', type: 'date' })
  reviewBy: string;

  @Column({ name: 'last_contact_at', type: 'timestamptz', nullable: true })
  lastContactAt: Date | null;
}
