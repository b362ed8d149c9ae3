// The bodies and answers of the routes of an import.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ENCODINGS, type Encoding } from '../report-file/encoding.ts';
import { DELIMITERS, FORMATS, type Delimiter, type Detected, type Format } from '../report-file/settings.ts';
import { IsColumnMapping } from './column-mapping.ts';
import type { ImportStatus } from './report-import.decider.ts';

export class DefaultsBody {
  @ApiProperty({ required: false, example: 'Prison 17, Almaty region' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  prison?: string;

  @ApiProperty({ required: false, enum: ['3x5x2', 'EUP'] })
  @IsOptional()
  @IsIn(['3x5x2', 'EUP'])
  scale?: '3x5x2' | 'EUP';
}

export class OpenImportBody {
  @ApiProperty({ required: false, enum: FORMATS, description: "the file's media type says it, unless given" })
  @IsOptional()
  @IsIn(FORMATS)
  format?: Format;

  @ApiProperty({ required: false, enum: ENCODINGS, description: 'detected unless given' })
  @IsOptional()
  @IsIn(ENCODINGS)
  encoding?: Encoding;

  @ApiProperty({ required: false, enum: DELIMITERS, description: 'of CSV; detected unless given' })
  @IsOptional()
  @IsIn(DELIMITERS)
  delimiter?: Delimiter;

  @ApiProperty({
    required: false,
    enum: ['DMY', 'MDY'],
    description: 'what 03/04/2026 means; seen from the file unless given, and never guessed',
  })
  @IsOptional()
  @IsIn(['DMY', 'MDY'])
  dateOrder?: 'DMY' | 'MDY';

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { reference: 'Incident no.', 'text 2': 'Second paragraph' },
    description: 'heading by field, where the file has other headings than the usual ones',
  })
  @IsOptional()
  @IsObject()
  @IsColumnMapping()
  columns?: Record<string, string>;

  @ApiProperty({ required: false, type: [String], description: 'headings of columns to leave out' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  ignore?: string[];

  @ApiProperty({ required: false, type: DefaultsBody, description: 'for every line that gives no value of its own' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DefaultsBody)
  defaults?: DefaultsBody;
}

export class StartImportBody {
  @ApiProperty({ required: false, default: 0, description: 'the number of faulty lines you agree to leave out' })
  @IsOptional()
  @IsInt()
  @Min(0)
  leaveOut?: number;
}

export class ImportsQuery {
  @ApiProperty({ required: false, description: 'only imports of this file: its SHA-256, hexadecimal' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  fileDigest?: string;
}

export class LinesQuery {
  @ApiProperty({ required: false, description: 'from the page before; opaque' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 1000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class FaultAnswer {
  @ApiProperty({ description: 'as an editor counts, the headings included' })
  line: number;

  @ApiProperty({ nullable: true, type: String, description: 'the heading, or the path of a JSON member' })
  column: string | null;

  @ApiProperty({ example: 'grade-not-on-scale' })
  code: string;

  @ApiProperty({ description: 'what to do; never what stands there' })
  detail: string;
}

export class FileAnswer {
  @ApiProperty()
  bytes: number;

  @ApiProperty({ description: 'SHA-256 of the bytes as they came, hexadecimal' })
  digest: string;
}

export class CheckAnswer {
  @ApiProperty({ description: 'the last line of the file that was looked at' })
  upToLine: number;

  @ApiProperty({ description: 'false when the file as a whole cannot be imported: see fileFaults' })
  readable: boolean;

  @ApiProperty({ type: [FaultAnswer] })
  fileFaults: FaultAnswer[];

  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true, description: 'how the file is read' })
  detected: Detected | null;

  @ApiProperty({ description: 'lines that can become reports' })
  goodLines: number;

  @ApiProperty({ description: 'lines with a fault' })
  faultyLines: number;

  @ApiProperty({ description: 'faults in all; the first 100,000 are named' })
  faults: number;
}

export class ProgressAnswer {
  @ApiProperty({ description: 'good lines gone through' })
  lines: number;

  @ApiProperty({ description: 'lines that became reports' })
  recorded: number;

  @ApiProperty({ description: 'lines whose report was there already, word for word' })
  alreadyThere: number;

  @ApiProperty({ description: 'lines refused, or whose reference was taken by another report meanwhile' })
  refused: number;
}

export class ImportAnswer {
  @ApiProperty({ format: 'uuid' })
  importId: string;

  @ApiProperty({ enum: ['open', 'checking', 'checked', 'running', 'stopped', 'finished', 'abandoned'] })
  status: ImportStatus;

  @ApiProperty()
  openedBy: string;

  @ApiProperty({ format: 'date-time' })
  openedAt: string;

  @ApiProperty({ description: 'what the file may have at most' })
  limitBytes: number;

  @ApiProperty({ nullable: true, type: FileAnswer })
  file: FileAnswer | null;

  @ApiProperty({ type: CheckAnswer })
  check: CheckAnswer;

  @ApiProperty({ type: ProgressAnswer })
  progress: ProgressAnswer;
}

export class ImportsAnswer {
  @ApiProperty({ type: [ImportAnswer], description: "the unit's last 50" })
  imports: ImportAnswer[];
}

export class FaultPage {
  @ApiProperty({ type: [FaultAnswer] })
  faults: FaultAnswer[];

  @ApiProperty({ description: 'in all' })
  count: number;

  @ApiProperty({ nullable: true, type: String, description: 'cursor of the next page' })
  next: string | null;
}

export class OutcomeAnswer {
  @ApiProperty()
  line: number;

  @ApiProperty({ description: "the prison's own" })
  reference: string;

  @ApiProperty({ enum: ['recorded', 'already-there', 'conflict', 'refused'] })
  outcome: string;

  @ApiProperty({ nullable: true, type: String, description: 'the report that stands under the reference' })
  reportUrn: string | null;
}

export class OutcomePage {
  @ApiProperty({ type: [OutcomeAnswer] })
  outcomes: OutcomeAnswer[];

  @ApiProperty({ description: 'in all' })
  count: number;

  @ApiProperty({ nullable: true, type: String, description: 'cursor of the next page' })
  next: string | null;
}
