// The bodies of the routes of police intelligence: the shape of an intelligence report, from the police.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
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

const CATEGORIES = ['SUSPECT', 'CONVICTED', 'CONTACT_ASSOCIATE'] as const;
const CASE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;

export class PoliceGradeBody {
  @ApiProperty({ enum: ['3x5x2', 'EUP'], description: 'the scale used; never converted' })
  @IsIn(['3x5x2', 'EUP'])
  scale: '3x5x2' | 'EUP';

  @ApiProperty({ example: '2' })
  @IsString()
  @Length(1, 2)
  source: string;

  @ApiProperty({ example: 'B' })
  @IsString()
  @Length(1, 2)
  information: string;
}

export class PoliceParagraphBody {
  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;

  @ApiProperty({ maxLength: 4000, description: 'sanitised: nothing in it leads to a source' })
  @IsString()
  @Length(1, 4000)
  text: string;

  @ApiProperty({ description: 'true for a fact, false for an assessment' })
  @IsBoolean()
  factual: boolean;

  @ApiProperty({ type: [Number], description: 'whom it is about: places among the subjects, from 0' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(49, { each: true })
  names: number[];

  @ApiProperty({ type: PoliceGradeBody })
  @ValidateNested()
  @Type(() => PoliceGradeBody)
  grade: PoliceGradeBody;
}

export class DisclosedPersonBody {
  @ApiProperty({ format: 'uuid', description: 'an item of the inbox that you may open' })
  @IsUUID()
  itemId: string;

  @ApiProperty({ description: 'the place of the person among those it shows you, from 0' })
  @IsInt()
  @Min(0)
  @Max(99)
  place: number;
}

export class PoliceSubjectBody {
  @ApiProperty({ enum: ['MAIN', 'OTHER'] })
  @IsIn(['MAIN', 'OTHER'])
  role: 'MAIN' | 'OTHER';

  @ApiProperty({ required: false, type: DisclosedPersonBody, description: 'a person the prison service disclosed' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DisclosedPersonBody)
  from?: DisclosedPersonBody;

  @ApiProperty({ required: false, maxLength: 200, description: 'left out: the name the item shows' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiProperty({ required: false, type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  aliases?: string[];

  @ApiProperty({ required: false, enum: CATEGORIES, description: 'left out: as in the item' })
  @IsOptional()
  @IsIn(CATEGORIES)
  category?: (typeof CATEGORIES)[number];

  @ApiProperty({ required: false, type: [String], description: 'left out: as in the item' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(CASE, { each: true })
  cases?: string[];
}

export class PoliceConditionBody {
  @ApiProperty({ example: 'NO_ONWARD', description: 'of the closed list; an unknown one is refused' })
  @Matches(/^[A-Z_]{1,40}$/)
  code: string;

  @ApiProperty({ required: false, format: 'date', description: 'for DESTROY_BY' })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  date?: string;

  @ApiProperty({ required: false, type: [String], description: 'for NAMED_RECIPIENTS' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  list?: string[];
}

export class PoliceHandlingBody {
  @ApiProperty({ enum: ['P', 'C'] })
  @IsIn(['P', 'C'])
  code: 'P' | 'C';

  @ApiProperty({ type: [PoliceConditionBody] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PoliceConditionBody)
  conditions: PoliceConditionBody[];
}

export class RecordPoliceIntelligenceBody {
  @ApiProperty({ type: [PoliceSubjectBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PoliceSubjectBody)
  subjects: PoliceSubjectBody[];

  @ApiProperty({ type: [PoliceParagraphBody], description: 'each with its own grade: no ungraded text' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PoliceParagraphBody)
  paragraphs: PoliceParagraphBody[];

  @ApiProperty({ maxLength: 2000, description: 'link to criminal conduct or serious risk' })
  @IsString()
  @Length(1, 2000)
  reasonableGrounds: string;

  @ApiProperty({ required: false, maxLength: 2000, description: 'about the source; never leaves' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  sourceDetail?: string;

  @ApiProperty({ enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] })
  @IsIn(['ROUTINE', 'PRIORITY', 'IMMEDIATE'])
  priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';

  @ApiProperty({ type: PoliceHandlingBody })
  @ValidateNested()
  @Type(() => PoliceHandlingBody)
  handling: PoliceHandlingBody;

  @ApiProperty({ format: 'date', description: 'at most twelve months from now' })
  @Matches(/^\d{4}-\d\d-\d\d$/)
  reviewBy: string;
}

export class SharePoliceIntelligenceBody {
  @ApiProperty({ description: 'the preview that is confirmed' })
  @IsString()
  @Length(1, 4096)
  preview: string;
}
