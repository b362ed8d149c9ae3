import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { STATUSES, type Status } from '../alert-board/alert-board.dto.ts';
import { ALERT_TYPES } from '../intelligence-alert/alert-types.ts';

export class ActionableQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ALERT_TYPES })
  @IsOptional()
  @IsIn(ALERT_TYPES)
  type?: string;

  @ApiProperty({ required: false, enum: STATUSES, description: 'by the clock' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: Status;
}

export class ActionBody {
  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  whatWasDone: string;
}

export class ActionableAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what this person may see for this purpose' })
  content: unknown;

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when this person acknowledged it' })
  acknowledgedAt: string | null;
}

export class ActionablePage {
  @ApiProperty({ type: [ActionableAnswer] })
  items: ActionableAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class WorkedOnAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty({ description: 'the person who acknowledged' })
  acknowledgedBy: string;

  @ApiProperty({ format: 'date-time' })
  acknowledgedAt: string;
}
