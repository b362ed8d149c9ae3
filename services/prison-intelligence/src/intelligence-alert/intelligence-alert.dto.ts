// The body that raises an alert: domain reference 4.1, with the owner's own notes that never leave.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { HandlingBody } from '../handling/handling.dto.ts';

/** RFC 3339, the zone included: a local time is read differently by every server. */
const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export class RaiseAlertBody {
  @ApiProperty({ enum: ['RECRUITMENT_ACTIVITY'], description: 'to be acknowledged within 24 hours, lives 90 days' })
  @IsIn(['RECRUITMENT_ACTIVITY'])
  type: 'RECRUITMENT_ACTIVITY';

  @ApiProperty({ enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] })
  @IsIn(['ROUTINE', 'PRIORITY', 'IMMEDIATE'])
  priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';

  @ApiProperty({ type: [String], description: 'the graded, approved reports it stands on: at least one' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  reportUrns: string[];

  @ApiProperty({ type: [String], description: 'who it is about, by custody id; each stands in one of the reports' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  subjectIds: string[];

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  nature: string;

  @ApiProperty({ required: false, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  where?: string;

  @ApiProperty({ required: false, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  when?: string;

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  whatToDo: string;

  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  whatNotToDo?: string;

  @ApiProperty({ required: false, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  dutyContact?: string;

  @ApiProperty({ required: false, maxLength: 2000, description: 'never leaves under the agreement' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  history?: string;

  @ApiProperty({ required: false, maxLength: 2000, description: 'about the source; never leaves under anything' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  sourceNote?: string;

  @ApiProperty({ type: HandlingBody })
  @ValidateNested()
  @Type(() => HandlingBody)
  handling: HandlingBody;

  @ApiProperty({ format: 'date-time', description: 'when it ends: at most 90 days from now' })
  @Matches(INSTANT, { message: 'validUntil must be an instant with its zone, such as 2027-01-31T12:00:00Z' })
  validUntil: string;
}

export class AlertAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty({ example: 'PT24H', description: 'within which the recipient acknowledges (ISO 8601)' })
  ackWithin: string;
}
