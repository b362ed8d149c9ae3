import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDateString,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import type { RiskLevel } from './source.events.ts';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const LEVELS: RiskLevel[] = ['LOW', 'MEDIUM', 'HIGH'];

export class SourceIdentityBody {
  @ApiProperty()
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ type: [String], required: false, maxItems: 20 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  aliases?: string[];

  @ApiProperty({ required: false, description: "custody's id, where the source is in custody" })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  subjectId?: string;

  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @Matches(DAY)
  dateOfBirth?: string;

  @ApiProperty({ required: false, maxLength: 1000, description: 'how to reach the source without harm' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  reach?: string;

  @ApiProperty({ required: false, maxLength: 1000 })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  motive?: string;
}

export class SourceRiskBody {
  @ApiProperty({ enum: LEVELS })
  @IsIn(LEVELS)
  level: RiskLevel;

  @ApiProperty({ maxLength: 4000, description: 'what the work may do to the source' })
  @IsString()
  @Length(1, 4000)
  reasons: string;

  @ApiProperty({ format: 'date', description: 'the day on which it is judged again' })
  @Matches(DAY)
  reviewBy: string;
}

export class RegisterSourceBody {
  @ApiProperty({ type: SourceIdentityBody })
  @ValidateNested()
  @Type(() => SourceIdentityBody)
  identity: SourceIdentityBody;

  @ApiProperty({ type: SourceRiskBody })
  @ValidateNested()
  @Type(() => SourceRiskBody)
  risk: SourceRiskBody;
}

export class SourceContactBody {
  @ApiProperty({ format: 'date-time' })
  @IsDateString({ strict: true })
  @Length(20, 40)
  metAt: string;

  @ApiProperty({ maxLength: 4000 })
  @IsString()
  @Length(1, 4000)
  note: string;
}

export class LinkReportBody {
  @ApiProperty({ example: 'IR-2026-9F2C4E71A0B3' })
  @Matches(/^[A-Z]{2,5}-\d{4}-[0-9A-F]{12}$/)
  reportUrn: string;
}

export class SourceAnswer {
  @ApiProperty({ format: 'uuid' })
  sourceId: string;

  @ApiProperty({ example: 'HERON-0417' })
  codeName: string;

  @ApiProperty({ enum: ['registered', 'authorised'] })
  status: string;

  @ApiProperty({ description: 'what a paragraph of a report may hold of its source; equal for equal sources' })
  sourceToken: string;
}

export class SourceRowAnswer extends SourceAnswer {
  @ApiProperty({ enum: LEVELS })
  riskLevel: RiskLevel;

  @ApiProperty({ format: 'date' })
  reviewBy: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  lastContactAt: string | null;
}

export class SourcePage {
  @ApiProperty({ type: [SourceRowAnswer] })
  sources: SourceRowAnswer[];

  @ApiProperty({ nullable: true, type: String })
  next: string | null;
}

class OpenedContact {
  @ApiProperty({ format: 'uuid' })
  contactId: string;

  @ApiProperty({ format: 'date-time' })
  metAt: string;

  @ApiProperty()
  note: string;
}

export class OpenedSourceAnswer extends SourceAnswer {
  @ApiProperty({ type: SourceIdentityBody })
  identity: unknown;

  @ApiProperty({ type: SourceRiskBody })
  risk: { level: RiskLevel; reasons: unknown; reviewBy: string };

  @ApiProperty({ type: [OpenedContact] })
  contacts: OpenedContact[];

  @ApiProperty({ type: [String] })
  reports: string[];
}
