// The body of an attestation. Whatever is left out is said to be not so: an attestation is whole.
import { codeLists } from '@gatehouse/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const CATEGORIES = Object.keys(codeLists.subjectCategories);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class JuvenileBody {
  @ApiProperty({ minimum: 0, maximum: 120, description: 'years, today' })
  @IsInt()
  @Min(0)
  @Max(120)
  age: number;

  @ApiProperty({ description: 'under 18 when the conduct happened: this decides, not the age today' })
  @IsBoolean()
  atConduct: boolean;
}

export class AcquittalBody {
  @ApiProperty({ example: 'KZ-2026-114' })
  @IsString()
  @Length(1, 64)
  case: string;

  @ApiProperty({ description: 'no appeal is left' })
  @IsBoolean()
  final: boolean;

  @ApiProperty({ format: 'date-time' })
  @IsISO8601({ strict: true })
  at: string;
}

export class ConsentBody {
  @ApiProperty({ example: 'AFTER_CARE_REFERRAL' })
  @Matches(/^[A-Z][A-Z_]{0,63}$/)
  for: string;

  @ApiProperty({ format: 'date-time' })
  @IsISO8601({ strict: true })
  from: string;

  @ApiProperty({ required: false, format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string;
}

export class SubjectStatusBody {
  @ApiProperty({ enum: CATEGORIES, description: 'LED article 6 category' })
  @IsIn(CATEGORIES)
  category: string;

  @ApiProperty({ type: [String], example: ['KZ-2026-114'] })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  cases: string[];

  @ApiProperty({ required: false, type: JuvenileBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => JuvenileBody)
  juvenile?: JuvenileBody;

  @ApiProperty({ required: false, format: 'date', description: 'closed to all but a court from this day' })
  @IsOptional()
  @Matches(DAY)
  @IsISO8601({ strict: true })
  sealedSince?: string;

  @ApiProperty({ required: false, type: [String], description: 'only these; an empty list is nobody' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 120, { each: true })
  limitedTo?: string[];

  @ApiProperty({ required: false, type: [AcquittalBody], description: 'all there are, one for each case' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => AcquittalBody)
  acquitted?: AcquittalBody[];

  @ApiProperty({ required: false, type: [ConsentBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ConsentBody)
  consents?: ConsentBody[];

  @ApiProperty({
    required: false,
    description: 'reference of the order by which a court opens a sealed record, or takes back a final acquittal',
    example: 'AC-2026-77 (invented)',
  })
  @IsOptional()
  @IsString()
  @Length(3, 120)
  courtOrder?: string;
}

export class SubjectStatusAnswer {
  @ApiProperty({ example: 'subject-7f3a' })
  subjectId: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  status: object | null;
}
