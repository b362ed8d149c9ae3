// The bodies of the report's routes. The shapes are those of domain reference 4.1; bounds keep a row a row.
import { codeLists } from '@gatehouse/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const CATEGORIES = Object.keys(codeLists.subjectCategories);

export class GradeBody {
  @ApiProperty({ enum: ['3x5x2', 'EUP'], description: 'the scale used; never converted' })
  @IsIn(['3x5x2', 'EUP'])
  scale: '3x5x2' | 'EUP';

  @ApiProperty({ example: '1', description: 'source evaluation: 3x5x2 1-3, EUP A, B, C or X' })
  @IsString()
  @Length(1, 2)
  source: string;

  @ApiProperty({ example: 'A', description: 'information assessment: 3x5x2 A-E, EUP 1-4' })
  @IsString()
  @Length(1, 2)
  information: string;
}

export class ParagraphBody {
  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;

  @ApiProperty({ maxLength: 4000 })
  @IsString()
  @Length(1, 4000)
  text: string;

  @ApiProperty({ description: 'true for a fact, false for an assessment' })
  @IsBoolean()
  factual: boolean;

  @ApiProperty({ type: GradeBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => GradeBody)
  grade: GradeBody;
}

export class ReportSubjectBody {
  @ApiProperty({ example: 'subject-7f3a', description: 'the id custody gave this person' })
  @IsString()
  @Length(1, 64)
  subjectId: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ type: [String], maxItems: 20 })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  aliases: string[];

  @ApiProperty({ enum: CATEGORIES, description: 'LED article 6 category' })
  @IsIn(CATEGORIES)
  category: string;

  @ApiProperty({ type: [String], description: 'the cases this person belongs to', example: ['KZ-2026-114'] })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  cases: string[];
}

export class RecordReportBody {
  @ApiProperty({ example: 'Prison 17, Almaty region' })
  @IsString()
  @Length(1, 200)
  prison: string;

  @ApiProperty({ type: [ReportSubjectBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ReportSubjectBody)
  subjects: ReportSubjectBody[];

  @ApiProperty({ type: [ParagraphBody], description: 'each with its own grade: no ungraded text' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ParagraphBody)
  paragraphs: ParagraphBody[];

  @ApiProperty({ maxLength: 2000, description: 'link to criminal conduct or serious prison risk (28 CFR 23.20(a))' })
  @IsString()
  @Length(1, 2000)
  reasonableGrounds: string;

  @ApiProperty({ required: false, maxLength: 2000, description: 'about the source; never leaves the service' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  sourceNote?: string;
}

export class ReportAnswer {
  @ApiProperty({ example: 'IR-2026-9F2C4E71A0' })
  reportUrn: string;

  @ApiProperty({ enum: ['recorded', 'approved'] })
  status: 'recorded' | 'approved';
}
