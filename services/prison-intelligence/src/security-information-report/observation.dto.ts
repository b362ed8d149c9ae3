// The bodies and answers of security information reports (domain reference 4.1).
import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

/** RFC 3339, the zone included: a local time is read differently by every server. */
const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const AN_INSTANT = { message: 'give an instant with its zone, such as 2026-11-23T09:00:00+05:00' };

export class ObservedPersonBody {
  @ApiProperty({ example: 'subject-7f3a', description: "custody's id of a prisoner, or that of a member of staff" })
  @IsString()
  @Length(1, 64)
  ref: string;

  @ApiProperty({ enum: ['MAIN', 'ASSOCIATE', 'AT_RISK', 'STAFF'] })
  @IsIn(['MAIN', 'ASSOCIATE', 'AT_RISK', 'STAFF'])
  role: 'MAIN' | 'ASSOCIATE' | 'AT_RISK' | 'STAFF';
}

export class SubmitObservationBody {
  @ApiProperty({ format: 'date-time', description: 'when it was seen or heard; never in the future' })
  @Matches(INSTANT, AN_INSTANT)
  observedAt: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'when it was written down, where that was offline',
  })
  @IsOptional()
  @Matches(INSTANT, AN_INSTANT)
  writtenAt?: string;

  @ApiProperty({ required: false, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  place?: string;

  @ApiProperty({ maxLength: 8000, description: 'in your own words; it never leaves the prison service' })
  @IsString()
  @Length(1, 8000)
  text: string;

  @ApiProperty({ enum: ['SEEN', 'HEARD', 'TOLD', 'OPINION'] })
  @IsIn(['SEEN', 'HEARD', 'TOLD', 'OPINION'])
  factOrOpinion: 'SEEN' | 'HEARD' | 'TOLD' | 'OPINION';

  @ApiProperty({ type: [ObservedPersonBody] })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ObservedPersonBody)
  subjects: ObservedPersonBody[];

  @ApiProperty({ enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'], description: 'IMMEDIATE is evaluated within 24 hours' })
  @IsIn(['ROUTINE', 'PRIORITY', 'IMMEDIATE'])
  urgency: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';

  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  actionTaken?: string;

  @ApiProperty({ description: 'false: nothing made from it is ever disseminated (CAT 15, 28 CFR 23.20(c))' })
  @IsBoolean()
  obtainedLawfully: boolean;
}

export class RegisterObservationBody {
  @ApiProperty({ required: false, description: 'an earlier report of the same observation' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  duplicateOf?: string;
}

export class ReturnObservationBody {
  @ApiProperty({ maxLength: 2000, description: 'the submitter reads it' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class CloseObservationBody {
  @ApiProperty({
    enum: ['NO_INTELLIGENCE_VALUE', 'UNFOUNDED', 'DUPLICATE'],
    description: 'one that an intelligence report evaluates is closed by that report',
  })
  @IsIn(['NO_INTELLIGENCE_VALUE', 'UNFOUNDED', 'DUPLICATE'])
  outcome: 'NO_INTELLIGENCE_VALUE' | 'UNFOUNDED' | 'DUPLICATE';

  @ApiProperty({ required: false, description: 'for DUPLICATE: the report it duplicates' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  duplicateOf?: string;

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class QueueQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ['submitted', 'registered', 'returned', 'closed'] })
  @IsOptional()
  @IsIn(['submitted', 'registered', 'returned', 'closed'])
  status?: string;

  @ApiProperty({ required: false, enum: ['due', 'overdue', 'restricted'], description: 'by the clock of this service' })
  @IsOptional()
  @IsIn(['due', 'overdue', 'restricted'])
  timeliness?: 'due' | 'overdue' | 'restricted';
}
