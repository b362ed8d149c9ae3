import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, isISO8601, IsOptional, IsString, length, Length, Matches, Max, Min, ValidateBy } from 'class-validator';
import type { AuditRecord } from '@gatehouse/audit-trail';

/** As people and parties are named in tokens and records. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** Either about a subject, or by an actor who is named with his agency. */
const oneQuestion = ({ subject, actor, agency }: RecordsQuery): boolean =>
  subject === undefined ? actor !== undefined && agency !== undefined : actor === undefined && agency === undefined;

const isInstant = (text: unknown): boolean =>
  typeof text === 'string' &&
  INSTANT.test(text) &&
  isISO8601(text, { strict: true }) &&
  !Number.isNaN(Date.parse(text));

const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'instant',
    validator: { validate: isInstant, defaultMessage: () => 'an instant of RFC 3339 with its offset' },
  });

const IsAfterFrom = (): PropertyDecorator =>
  ValidateBy({
    name: 'afterFrom',
    validator: {
      validate: (to, about) =>
        !(Date.parse(String(to)) <= Date.parse((about?.object as RecordsQuery | undefined)?.from ?? '')),
      defaultMessage: () => 'an instant after from',
    },
  });

export class RecordsQuery {
  @ApiProperty({
    required: false,
    maxLength: 200,
    description: 'the person the records are about: the subject id that custody issued; this, or actor and agency',
  })
  @ValidateBy({
    name: 'oneQuestion',
    validator: {
      validate: (subject, about) =>
        oneQuestion(about?.object as RecordsQuery) && (subject === undefined || length(subject, 1, 200)),
      defaultMessage: () => 'ask either for a subject (1 to 200 characters), or for an actor with his agency',
    },
  })
  subject?: string;

  @ApiProperty({ required: false, description: 'the person who acted, as his agency names him; needs agency' })
  @IsOptional()
  @Matches(NAME)
  actor?: string;

  @ApiProperty({ required: false, example: 'kz-police', description: 'the agency he acted for' })
  @IsOptional()
  @Matches(NAME)
  agency?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'acts from this instant on' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'acts before this instant' })
  @IsOptional()
  @IsInstant()
  @IsAfterFrom()
  to?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiProperty({ required: false, description: 'from the page before; opaque' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  cursor?: string;
}

export class RecordAddress {
  @ApiProperty({ example: 'police-liaison' })
  @Matches(/^[a-z][a-z0-9-]{0,63}$/)
  source: string;

  @ApiProperty({ minimum: 1, description: 'dense from 1 within the source' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number: number;
}

export class ProvenRecordAnswer {
  @ApiProperty({ example: 'police-liaison', description: 'the service that did it' })
  source: string;

  @ApiProperty({ description: 'dense from 1 within the source' })
  number: number;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'see docs/audit-events.md' })
  record: AuditRecord;

  @ApiProperty({ description: 'base64, 32 bytes; the log entry is SHA-256(salt || RFC 8785 text of the record)' })
  salt: string;

  @ApiProperty({ description: 'false while it waits, with the promise of its source, for its place in the log' })
  integrated: boolean;

  @ApiProperty({ nullable: true, type: Number })
  logIndex: number | null;

  @ApiProperty({
    type: [String],
    description: 'inclusion proof (RFC 9162, 2.1.3) against the checkpoint, base64 hashes',
  })
  proof: string[];
}

export class RecordAnswer {
  @ApiProperty({ description: 'signed checkpoint (C2SP tlog-checkpoint)' })
  checkpoint: string;

  @ApiProperty({ type: ProvenRecordAnswer })
  record: ProvenRecordAnswer;
}

export class RecordsPage {
  @ApiProperty({ description: 'signed checkpoint (C2SP tlog-checkpoint); every proof of the page leads to it' })
  checkpoint: string;

  @ApiProperty({ type: [ProvenRecordAnswer], description: 'in the order of the log' })
  records: ProvenRecordAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}
