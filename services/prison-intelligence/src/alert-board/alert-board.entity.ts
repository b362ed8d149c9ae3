// The board's row: an alert of this unit as its own events say. How far it has come with each recipient stands in the
// disclosure board. Rebuilt from events at any time.
import type { EventMetadata } from '@gatehouse/event-store';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DoneBy } from '../disclosure-board/disclosure-board.entity.ts';
import type { AlertRecord } from '../intelligence-alert/intelligence-alert.events.ts';

/** The event the alert went out by last: what its own people are decided on. */
export interface BoardEvent {
  eventId: string;
  occurredAt: string;
  recordedAt: string;
  metadata: EventMetadata;
}

@Entity({ schema: 'read', name: 'alert_board' })
export class AlertBoardRow {
  @PrimaryColumn({ name: 'alert_id', type: 'uuid' })
  alertId: string;

  /** dense, in the order in which alerts were raised; never shown outside */
  @Column({ type: 'bigint', generated: 'identity' })
  position: string;

  @Column({ name: 'alert_type', type: 'text' })
  alertType: string;

  @Column({ type: 'jsonb' })
  record: AlertRecord;

  @Column({ type: 'jsonb' })
  event: BoardEvent;

  /** the first, each renewal, and the notice of a clearance */
  @Column({ name: 'item_ids', type: 'text', array: true })
  itemIds: string[];

  @Column({ name: 'raised_at', type: 'timestamptz' })
  raisedAt: Date;

  @Column({ name: 'valid_until', type: 'timestamptz' })
  validUntil: Date;

  @Column({ name: 'acknowledge_by', type: 'timestamptz' })
  acknowledgeBy: Date;

  /** by own people */
  @Column({ type: 'jsonb' })
  acknowledged: DoneBy[];

  @Column({ type: 'jsonb' })
  actioned: (DoneBy & { whatWasDone: string })[];

  @Column({ name: 'cleared_at', type: 'timestamptz', nullable: true })
  clearedAt: Date | null;

  @Column({ name: 'expired_at', type: 'timestamptz', nullable: true })
  expiredAt: Date | null;
}
