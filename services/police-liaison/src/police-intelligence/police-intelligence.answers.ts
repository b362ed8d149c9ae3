import { OnwardUseAnswer } from '@gatehouse/consent';
import type { PreviewedRecipient } from '@gatehouse/sharing';
import { ApiProperty } from '@nestjs/swagger';
import type { PoliceReport } from './police-intelligence.events.ts';

const STATUSES = ['recorded', 'approved', 'shared'] as const;

export class DoneByAnswer {
  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class DisclosedToAnswer {
  @ApiProperty({ example: 'kz-prison-service' })
  recipient: string;

  @ApiProperty()
  released: boolean;

  @ApiProperty({ description: 'kept, and decided again when it may leave' })
  held: boolean;

  @ApiProperty({ example: 'CONTRACT_MATCH' })
  reason: string;

  @ApiProperty({ type: [String], description: 'the fields that left' })
  fields: string[];

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  deliveredAt: string | null;

  @ApiProperty({ type: [DoneByAnswer], description: 'who opened it, each once' })
  read: DoneByAnswer[];

  @ApiProperty({ type: DoneByAnswer, nullable: true, description: 'the first who acknowledged it' })
  acknowledged: DoneByAnswer | null;

  @ApiProperty({ type: [DoneByAnswer], description: 'who took a step on it, each once' })
  actioned: DoneByAnswer[];

  @ApiProperty({ type: [OnwardUseAnswer], description: 'what it was used for under our consent' })
  uses: OnwardUseAnswer[];
}

export class RecordedPoliceIntelligence {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ example: 'PI-2026-9F2C4E71A0B3' })
  reportUrn: string;
}

export class PoliceIntelligenceAnswer {
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];

  @ApiProperty({ nullable: true, type: String })
  approvedBy: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'the whole record, as it was entered' })
  report: PoliceReport;

  @ApiProperty({ type: [DisclosedToAnswer], description: 'what became of it with each party it was shared with' })
  disclosures: DisclosedToAnswer[];
}

export class PoliceIntelligencePreview {
  @ApiProperty({ description: 'sharing names it; opaque' })
  preview: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description:
      'for each party that an agreement names: exactly what it would get, what stays, or why it gets nothing',
  })
  recipients: PreviewedRecipient[];
}

export class PoliceIntelligenceStatus {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];

  @ApiProperty({ type: [String], description: 'who is sent it' })
  recipients: string[];
}
