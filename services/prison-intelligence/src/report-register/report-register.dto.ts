import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { HandlingBody } from '../handling/handling.dto.ts';
import { SpecialCategorySeen } from '../intelligence-report/special-category.dto.ts';
import { GradeBody } from '../intelligence-report/evaluation.dto.ts';

const STATUSES = ['evaluated', 'sanitised', 'approved', 'withdrawn'] as const;

export class ReportRegisterQuery extends PageQuery {
  @ApiProperty({ required: false, enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiProperty({ required: false, description: 'id of a person it is about' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  subject?: string;

  @ApiProperty({ required: false, description: 'a marker it carries' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  marker?: string;

  @ApiProperty({ required: false, enum: ['due', 'overdue'], description: 'its review, by the clock of this service' })
  @IsOptional()
  @IsIn(['due', 'overdue'])
  review?: 'due' | 'overdue';

  @ApiProperty({ required: false, description: 'an intelligence requirement it answers' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  answers?: string;
}

export class ReportRegisterRow {
  @ApiProperty()
  reportUrn: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty()
  prison: string;

  @ApiProperty()
  priority: string;

  @ApiProperty({ enum: STATUSES })
  status: string;

  @ApiProperty({ type: [String] })
  subjectIds: string[];

  @ApiProperty({ type: [String] })
  markers: string[];

  @ApiProperty({ type: [String] })
  answers: string[];

  @ApiProperty()
  evaluatedBy: string;

  @ApiProperty({ format: 'date-time' })
  evaluatedAt: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  reviewBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disseminatedAt: string | null;
}

export class ReportRegisterPage {
  @ApiProperty({ type: [ReportRegisterRow] })
  items: ReportRegisterRow[];

  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}

export class LifeEntryAnswer {
  @ApiProperty({ example: 'IntelligenceReportApproved' })
  event: string;

  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class GradeEntryAnswer {
  @ApiProperty()
  n: number;

  @ApiProperty({ type: GradeBody })
  grade: GradeBody;

  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class ReportRecordAnswer {
  @ApiProperty()
  reportUrn: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ enum: STATUSES })
  status: string;

  @ApiProperty()
  version: number;

  @ApiProperty()
  prison: string;

  @ApiProperty({ type: 'array', items: { type: 'object' } })
  subjects: object[];

  @ApiProperty({ type: 'array', items: { type: 'object' }, description: 'as they stand now' })
  paragraphs: object[];

  @ApiProperty()
  reasonableGrounds: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  provenance: object;

  @ApiProperty({ type: HandlingBody, nullable: true })
  handling: HandlingBody | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  reviewBy: string | null;

  @ApiProperty({ type: [String] })
  markers: string[];

  @ApiProperty({ type: [String], description: 'security information reports it evaluates' })
  observations: string[];

  @ApiProperty({ type: 'array', items: { type: 'object' }, description: 'what it was made from' })
  basedOn: object[];

  @ApiProperty({ type: [String], description: 'items that rest on it' })
  derivedItems: string[];

  @ApiProperty({
    type: SpecialCategorySeen,
    nullable: true,
    description: 'the last statement about a special category',
  })
  special: SpecialCategorySeen | null;

  @ApiProperty({ type: [LifeEntryAnswer] })
  life: LifeEntryAnswer[];

  @ApiProperty({ type: [GradeEntryAnswer], description: 'every grade of every paragraph, oldest first' })
  grades: GradeEntryAnswer[];
}
