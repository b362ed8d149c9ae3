// The bodies of what happens to a report after its evaluation.
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
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { HandlingBody } from '../handling/handling.dto.ts';
import { CorroborationBody, GradeBody } from './evaluation.dto.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const A_DAY = { message: 'reviewBy must be a day such as 2027-11-30' };

export class SanitisedParagraphBody {
  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;

  @ApiProperty({ maxLength: 4000, description: 'without what could reveal the source' })
  @IsString()
  @Length(1, 4000)
  text: string;
}

export class SanitiseReportBody {
  @ApiProperty({ type: [SanitisedParagraphBody], description: 'every paragraph of the report, once' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SanitisedParagraphBody)
  paragraphs: SanitisedParagraphBody[];

  @ApiProperty({ enum: ['PASSED', 'FAILED'], description: 'FAILED when the few who were there could name the source' })
  @IsIn(['PASSED', 'FAILED'])
  smallCircleTest: 'PASSED' | 'FAILED';

  @ApiProperty({ maxLength: 2000, description: 'why the test ended so' })
  @IsString()
  @Length(1, 2000)
  statement: string;
}

export class ApproveReportBody {
  @ApiProperty({ type: HandlingBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => HandlingBody)
  handling: HandlingBody;

  @ApiProperty({ format: 'date', description: 'at most twelve months from today' })
  @Matches(DAY, A_DAY)
  reviewBy: string;
}

const MARKERS = [
  'LEGAL_PRIVILEGE',
  'COMPLAINT_CONFIDENCE',
  'ILL_TREATMENT_TAINT',
  'SMALL_CIRCLE_FAILED',
  'ACCURACY_CONTESTED',
  'MAY_HELP_DEFENCE',
];

export class MarkReportBody {
  @ApiProperty({ enum: MARKERS })
  @IsIn(MARKERS)
  marker: string;

  @ApiProperty({ maxLength: 2000, description: 'every holder of the report reads it; no names' })
  @IsString()
  @Length(1, 2000)
  reason: string;

  @ApiProperty({ required: false, default: false, description: 'true takes the marker off, by another person' })
  @IsOptional()
  @IsBoolean()
  lift?: boolean;
}

export class DisseminateReportBody {
  @ApiProperty({ required: false, description: 'the preview this confirms, as it was given' })
  @IsOptional()
  @IsString()
  @Length(1, 4096)
  preview?: string;
}

export class RegradeReportBody {
  @ApiProperty({ example: 2, description: 'number of the paragraph' })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;

  @ApiProperty({ type: GradeBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => GradeBody)
  grade: GradeBody;

  @ApiProperty({ required: false, default: false, description: 'true where the new grade is on another scale' })
  @IsOptional()
  @IsBoolean()
  otherScale?: boolean;

  @ApiProperty({ required: false, type: [CorroborationBody], description: 'paragraphs that confirm it' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CorroborationBody)
  corroboratedBy?: CorroborationBody[];

  @ApiProperty({ maxLength: 2000, description: 'every holder of the report reads it' })
  @IsString()
  @Length(1, 2000)
  reason: string;

  @ApiProperty({ required: false, description: 'the feedback it follows' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  feedback?: string;
}

export class RevalidateReportBody {
  @ApiProperty({ format: 'date', description: 'at most twelve months from today, and five years from the evaluation' })
  @Matches(DAY, A_DAY)
  reviewBy: string;

  @ApiProperty({ maxLength: 2000, description: 'every holder of the report reads it; no names' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

const GROUNDS = ['ACQUITTAL', 'DISPROVED', 'UNLAWFUL', 'SOURCE_RISK', 'MOU_ENDED', 'ERROR'] as const;

export class WithdrawReportBody {
  @ApiProperty({ enum: GROUNDS })
  @IsIn(GROUNDS)
  ground: (typeof GROUNDS)[number];

  @ApiProperty({ enum: ['ERASE', 'RESTRICT', 'RETURN'], description: 'what every holder has to do' })
  @IsIn(['ERASE', 'RESTRICT', 'RETURN'])
  required: 'ERASE' | 'RESTRICT' | 'RETURN';

  @ApiProperty({ maxLength: 2000, description: 'stays in the service' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}
