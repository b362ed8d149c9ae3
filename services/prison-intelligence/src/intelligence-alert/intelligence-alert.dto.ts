// The body that raises an alert: domain reference 4.1, with the owner's own notes that never leave.
import { INSTANT } from '@gatehouse/service-kit';
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
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { HandlingBody } from '../handling/handling.dto.ts';
import { ALERT_TYPES } from './alert-types.ts';

export class NamedPersonBody {
  @ApiProperty({ required: false, maxLength: 64, description: 'by custody id, where he stands in one of the reports' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  subjectId?: string;

  @ApiProperty({ required: false, maxLength: 200, description: 'by name, where he stands in none' })
  @ValidateIf(({ subjectId, name }: NamedPersonBody) => subjectId === undefined || name !== undefined)
  @IsString()
  @Length(1, 200)
  name?: string;
}

export class RaiseAlertBody {
  @ApiProperty({ enum: ALERT_TYPES, description: 'each has its own time to acknowledge, life and posts' })
  @IsIn(ALERT_TYPES)
  type: string;

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

  @ApiProperty({
    required: false,
    type: [String],
    description: 'others it names, masked one by one where they must be',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  otherSubjectIds?: string[];

  @ApiProperty({ required: false, type: NamedPersonBody, description: 'mandatory for THREAT_TO_LIFE' })
  @IsOptional()
  @ValidateNested()
  @Type(() => NamedPersonBody)
  whoAtRisk?: NamedPersonBody;

  @ApiProperty({ required: false, type: NamedPersonBody, description: 'the person the danger comes from' })
  @IsOptional()
  @ValidateNested()
  @Type(() => NamedPersonBody)
  bySubject?: NamedPersonBody;

  @ApiProperty({ required: false, description: 'a sign of violence, never belief or appearance (LED 10)' })
  @IsOptional()
  @IsBoolean()
  violenceIndicator?: boolean;

  @ApiProperty({
    required: false,
    format: 'date',
    description: 'day of release; mandatory for PUBLIC_PROTECTION_ON_RELEASE',
  })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  releaseOn?: string;

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

  @ApiProperty({ format: 'date-time', description: 'when it ends: within the life of its type' })
  @Matches(INSTANT, { message: 'validUntil must be an instant with its zone, such as 2027-01-31T12:00:00Z' })
  validUntil: string;
}

export class RaiseConfirmedBody extends RaiseAlertBody {
  @ApiProperty({ required: false, maxLength: 1024, description: 'the preview this confirms: nothing leaves unseen' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  preview?: string;
}

export class RenewalBody {
  @ApiProperty({ format: 'date-time', description: 'the new end: within the life of its type, from now' })
  @Matches(INSTANT, { message: 'validUntil must be an instant with its zone, such as 2027-01-31T12:00:00Z' })
  validUntil: string;

  @ApiProperty({ maxLength: 2000, description: 'why it lasts; stays in the service' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class RenewalConfirmedBody extends RenewalBody {
  @ApiProperty({ required: false, maxLength: 1024 })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  preview?: string;
}

export class ClearanceBody {
  @ApiProperty({ maxLength: 2000, description: 'in words that every holder may read: name nobody' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class AlertAnswer {
  @ApiProperty({ format: 'uuid', description: 'of a renewal: the item it went out as' })
  alertId: string;

  @ApiProperty({ example: 'PT24H', description: 'within which the recipient acknowledges (ISO 8601)' })
  ackWithin: string;
}

export class ClearanceAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty({ enum: ['cleared'] })
  status: 'cleared';
}
