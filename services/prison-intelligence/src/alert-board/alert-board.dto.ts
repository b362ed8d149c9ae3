import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { DisclosureAnswer, DoneByAnswer } from '../disclosure-board/disclosure.answer.ts';
import { ALERT_TYPES } from '../intelligence-alert/alert-types.ts';

export const STATUSES = ['open', 'cleared', 'expired'] as const;
export type Status = (typeof STATUSES)[number];

/** A query says `true` or `false` in words. */
const asBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class BoardQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ALERT_TYPES })
  @IsOptional()
  @IsIn(ALERT_TYPES)
  type?: string;

  @ApiProperty({ required: false, enum: STATUSES, description: 'by the clock' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: Status;

  @ApiProperty({ required: false, description: 'somebody it went to has not acknowledged it' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  unacknowledged?: boolean;

  @ApiProperty({ required: false, description: 'it is open, unacknowledged, and its time to acknowledge is over' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  overdue?: boolean;
}

export class ActionedAnswer extends DoneByAnswer {
  @ApiProperty()
  whatWasDone: string;
}

export class FeedbackOnAlert {
  @ApiProperty()
  feedbackId: string;

  @ApiProperty({ example: 'kz-police' })
  from: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what this person may see of it' })
  content: unknown;
}

export class BoardRowAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty()
  type: string;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  @ApiProperty()
  priority: string;

  @ApiProperty({ type: [String] })
  reportUrns: string[];

  @ApiProperty()
  raisedBy: string;

  @ApiProperty({ format: 'date-time' })
  raisedAt: string;

  @ApiProperty({ format: 'date-time' })
  validUntil: string;

  @ApiProperty({ format: 'date-time' })
  acknowledgeBy: string;

  @ApiProperty({ type: [DoneByAnswer], description: 'own people who acknowledged it' })
  acknowledged: DoneByAnswer[];

  @ApiProperty({ type: [ActionedAnswer] })
  actioned: ActionedAnswer[];

  @ApiProperty({
    type: [DisclosureAnswer],
    description: 'what became of it with each recipient, from the ledger and the receipts',
  })
  disclosures: DisclosureAnswer[];
}

export class BoardAnswer extends BoardRowAnswer {
  @ApiProperty({ type: [FeedbackOnAlert], description: 'what its recipients say came of it' })
  feedback: FeedbackOnAlert[];
}

export class BoardPage {
  @ApiProperty({ type: [BoardRowAnswer] })
  items: BoardRowAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}
