// The row of an emergency access: who, when, how its review stands. What was declared stays in its stream, under the item's key.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Verdict } from './emergency-access.events.ts';

@Entity({ schema: 'read', name: 'emergency_access' })
export class EmergencyAccessRow {
  @PrimaryColumn({ name: 'access_id', type: 'text' })
  accessId: string;

  @Column({ name: 'item_id', type: 'text' })
  itemId: string;

  @Column({ type: 'text' })
  product: string;

  @Column({ type: 'text' })
  originator: string;

  /** who used it */
  @Column({ type: 'text' })
  person: string;

  @Column({ type: 'text' })
  unit: string;

  @Column({ name: 'audit_refs', type: 'text', array: true })
  auditRefs: string[];

  @Column({ name: 'used_at', type: 'timestamptz' })
  usedAt: Date;

  @Column({ type: 'timestamptz' })
  until: Date;

  @Column({ name: 'review_by', type: 'timestamptz' })
  reviewBy: Date;

  /** how often he asked for more than the minimum */
  @Column({ type: 'integer' })
  exceeded: number;

  @Column({ type: 'integer' })
  reviews: number;

  @Column({ type: 'text', nullable: true })
  verdict: Verdict | null;
}
