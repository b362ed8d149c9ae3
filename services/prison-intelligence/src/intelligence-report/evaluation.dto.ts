// The body that evaluates a report. The shape is that of domain reference 4.1; bounds keep a row a row.
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
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { SubjectBody } from './report-subject.dto.ts';

/** As the registry gives them out: what is typed in, such as a name, is none. */
const SOURCE_TOKEN = /^source:[A-Za-z0-9_-]{43}$/;
const A_SOURCE_TOKEN = {
  message:
    'sourceToken must be the token that the source registry gave for the source: ask its handler, or leave it out',
};

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

export class CorroborationBody {
  @ApiProperty({ required: false, description: 'the report it stands in; without one, this report' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  reportUrn?: string;

  @ApiProperty({ example: 2, description: 'number of the paragraph' })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;
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

  @ApiProperty({
    required: false,
    type: [String],
    description: 'ids of the subjects it is about; without them it counts as being about every one',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  names?: string[];

  @ApiProperty({
    required: false,
    pattern: SOURCE_TOKEN.source,
    description: 'opaque, as the source registry gave it to the handler: equal for the same source',
  })
  @IsOptional()
  @Matches(SOURCE_TOKEN, A_SOURCE_TOKEN)
  sourceToken?: string;

  @ApiProperty({ required: false, maxLength: 2000, description: 'about the source; never leaves the service' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  sourceNote?: string;

  @ApiProperty({ required: false, type: [CorroborationBody], description: 'paragraphs that confirm it' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CorroborationBody)
  corroboratedBy?: CorroborationBody[];
}

export class ReportProvenanceBody {
  @ApiProperty({ enum: ['STAFF', 'PRISONER', 'TECHNICAL', 'PARTNER', 'OPEN'], description: 'never leaves the service' })
  @IsIn(['STAFF', 'PRISONER', 'TECHNICAL', 'PARTNER', 'OPEN'])
  kind: 'STAFF' | 'PRISONER' | 'TECHNICAL' | 'PARTNER' | 'OPEN';

  @ApiProperty({ required: false, description: 'the partner agency, for PARTNER' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  partner?: string;

  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  detail?: string;
}

export class BasisBody {
  @ApiProperty({ required: false, description: 'a report of this service' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  reportUrn?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'an item another agency disclosed to this one' })
  @IsOptional()
  @IsUUID()
  itemId?: string;
}

export class EvaluateReportBody {
  @ApiProperty({ example: 'Prison 17, Almaty region', description: 'where the person is held' })
  @IsString()
  @Length(1, 200)
  prison: string;

  @ApiProperty({ required: false, enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'], default: 'ROUTINE' })
  @IsOptional()
  @IsIn(['ROUTINE', 'PRIORITY', 'IMMEDIATE'])
  priority?: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';

  @ApiProperty({ type: [SubjectBody] })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => SubjectBody)
  subjects: SubjectBody[];

  @ApiProperty({ type: [ParagraphBody], description: 'each with its own grade: no ungraded text' })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ParagraphBody)
  paragraphs: ParagraphBody[];

  @ApiProperty({ maxLength: 2000, description: 'link to criminal conduct or serious prison risk (28 CFR 23.20(a))' })
  @IsString()
  @Length(1, 2000)
  reasonableGrounds: string;

  @ApiProperty({ type: ReportProvenanceBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => ReportProvenanceBody)
  provenance: ReportProvenanceBody;

  @ApiProperty({ required: false, maxLength: 2000, description: 'about the source; never leaves the service' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  sourceNote?: string;

  @ApiProperty({ required: false, type: [String], description: 'security information reports it evaluates, by URN' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  observations?: string[];

  @ApiProperty({ required: false, default: true, description: 'false: it is never disseminated (CAT 15)' })
  @IsOptional()
  @IsBoolean()
  obtainedLawfully?: boolean;

  @ApiProperty({ required: false, type: [BasisBody], description: 'what it is made from; it is as strict as that' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => BasisBody)
  basedOn?: BasisBody[];

  @ApiProperty({ required: false, type: [String], description: 'intelligence requirements it answers' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  answers?: string[];
}
