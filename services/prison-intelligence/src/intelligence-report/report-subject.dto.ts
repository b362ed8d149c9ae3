// A person a report is about, as a body names him.
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { SubjectCategory } from './intelligence-report.events.ts';

const CATEGORIES: SubjectCategory[] = [
  'SUSPECT',
  'CONVICTED',
  'VICTIM',
  'WITNESS',
  'PERSON_WITH_INFORMATION',
  'CONTACT_ASSOCIATE',
  'STAFF',
  'ACQUITTED',
  'SENTENCE_EXPIRED',
];

export class SubjectBody {
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

  @ApiProperty({ enum: CATEGORIES, description: 'LED article 6 category, or a local one' })
  @IsIn(CATEGORIES)
  category: SubjectCategory;

  @ApiProperty({ type: [String], description: 'the cases this person belongs to', example: ['KZ-2026-114'] })
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  cases: string[];

  @ApiProperty({
    required: false,
    enum: ['MAIN', 'OTHER'],
    default: 'MAIN',
    description: 'it opens only for who may see every main subject; the others are masked one by one',
  })
  @IsOptional()
  @IsIn(['MAIN', 'OTHER'])
  role?: 'MAIN' | 'OTHER';
}
