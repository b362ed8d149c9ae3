// A report, a correction or a withdrawal that was disseminated, as the own people's list needs it. Rebuilt from events at any time.
import type { EventMetadata } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'read', name: 'disseminated_report' })
export class DisseminatedReportRow {
  @PrimaryColumn({ name: 'item_id', type: 'uuid' })
  itemId: string;

  /** dense, in the order in which they went out; never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @Column({ name: 'report_urn', type: 'text' })
  reportUrn: string;

  @Column({ type: 'text' })
  product: string;

  @Column({ type: 'jsonb' })
  event: { eventId: string; occurredAt: string; recordedAt: string; metadata: EventMetadata };

  /** as it stands */
  @Column({ type: 'jsonb' })
  outgoing: Outgoing;

  @Column({ type: 'boolean' })
  withdrawn: boolean;
}
