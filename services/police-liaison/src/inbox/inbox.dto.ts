import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

const FIELD_PATH = /^[A-Za-z][A-Za-z0-9]*(\[\d*\]|\.[A-Za-z][A-Za-z0-9]*)*$/;

export class InboxQuery {
  @ApiProperty({ required: false, description: 'from the page before; opaque' })
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export class OpenQuery {
  @ApiProperty({
    required: false,
    type: String,
    description: 'comma-separated field paths, e.g. nature,subjects[].name; none asks for the whole item',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(FIELD_PATH, { each: true })
  @Length(1, 100, { each: true })
  fields?: string[];
}

export class ProvenanceAnswer {
  @ApiProperty({ example: 'kz-prison-service' })
  originator: string;

  @ApiProperty({
    type: [String],
    example: ['kz-prisons-police@1'],
    description: 'the instruments it was disclosed under',
  })
  agreements: string[];

  @ApiProperty({ format: 'uuid' })
  disclosureId: string;

  @ApiProperty({ format: 'date-time', description: 'when it happened' })
  occurredAt: string;

  @ApiProperty({ format: 'date-time', description: 'when its originator recorded it' })
  recordedAt: string;

  @ApiProperty({ format: 'date-time', description: 'when it was decided for this agency' })
  publishedAt: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt: string;
}

export class InboxItemAnswer {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ example: 'prison-intelligence.intelligence-alert.v1' })
  product: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'the fields disclosed to this person for this purpose',
  })
  content: unknown;

  @ApiProperty({ type: ProvenanceAnswer })
  provenance: ProvenanceAnswer;

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  acknowledgedAt: string | null;
}

export class InboxPage {
  @ApiProperty({ type: [InboxItemAnswer] })
  items: InboxItemAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class AcknowledgementAnswer {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ description: 'the person who acknowledged first' })
  acknowledgedBy: string;

  @ApiProperty({ format: 'date-time' })
  acknowledgedAt: string;
}
