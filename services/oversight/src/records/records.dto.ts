import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import type { AuditRecord } from '@gatehouse/audit-trail';

export class RecordsQuery {
  @ApiProperty({ description: 'the person the records are about: the subject id that custody issued' })
  @IsString()
  @Length(1, 200)
  subject: string;

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
