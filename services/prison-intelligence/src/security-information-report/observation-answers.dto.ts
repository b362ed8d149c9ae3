// What is told of a security information report: its status to whoever submitted it, the whole to the own unit.
import { ApiProperty } from '@nestjs/swagger';
import { ObservedPersonBody } from './observation.dto.ts';

const STATUSES = ['submitted', 'registered', 'returned', 'closed'];

export class ObservationStatusAnswer {
  @ApiProperty({ example: 'SIR-2026-9F2C4E71A0B3' })
  sirUrn: string;

  @ApiProperty({ enum: STATUSES })
  status: string;

  @ApiProperty({ format: 'date-time' })
  observedAt: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt: string;

  @ApiProperty({ format: 'date-time', description: 'when it reached the service' })
  receivedAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'why it came back, where it did' })
  returnedFor: string | null;
}

export class QueueRowAnswer {
  @ApiProperty()
  sirUrn: string;

  @ApiProperty({ enum: STATUSES })
  status: string;

  @ApiProperty()
  urgency: string;

  @ApiProperty({ format: 'date-time' })
  observedAt: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt: string;

  @ApiProperty({ format: 'date-time' })
  evaluateBy: string;

  @ApiProperty({ enum: ['due', 'overdue', 'restricted', 'done'] })
  timeliness: string;

  @ApiProperty({ type: String, nullable: true })
  duplicateOf: string | null;
}

export class QueuePage {
  @ApiProperty({ type: [QueueRowAnswer] })
  items: QueueRowAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}

export class ObservationAnswer extends QueueRowAnswer {
  @ApiProperty()
  prison: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'null once the report is restricted' })
  text: string | null;

  @ApiProperty({ type: String, nullable: true })
  place: string | null;

  @ApiProperty()
  factOrOpinion: string;

  @ApiProperty({ type: [ObservedPersonBody] })
  subjects: ObservedPersonBody[];

  @ApiProperty({ type: String, nullable: true })
  actionTaken: string | null;

  @ApiProperty()
  obtainedLawfully: boolean;

  @ApiProperty()
  submittedBy: string;

  @ApiProperty({ type: String, nullable: true })
  returnedFor: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'EVALUATED names the report that evaluates it' })
  outcome: string | null;

  @ApiProperty({ type: String, nullable: true })
  reportUrn: string | null;
}
