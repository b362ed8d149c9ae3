import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export const KINDS = ['report', 'correction', 'withdrawal'] as const;
export type Kind = (typeof KINDS)[number];

export class DisseminatedQuery extends PageQuery {
  @ApiProperty({ required: false, enum: KINDS })
  @IsOptional()
  @IsIn(KINDS)
  kind?: Kind;
}

export class DisseminatedRow {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ enum: KINDS })
  kind: Kind;

  @ApiProperty({ format: 'date-time' })
  recordedAt: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what this person may see for this purpose' })
  content: unknown;

  @ApiProperty({ type: String, nullable: true, description: 'who of the same post acknowledged it first' })
  acknowledgedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acknowledgedAt: string | null;
}

export class CorrectedParagraph {
  @ApiProperty({ format: 'uuid', description: 'the correction, as an item of its own' })
  noticeId: string;

  @ApiProperty({ example: 2, description: 'number of the paragraph' })
  paragraph: number;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class DisseminatedAnswer extends DisseminatedRow {
  @ApiProperty({ format: 'date-time', description: 'when it happened, as far as that is known' })
  occurredAt: string;

  @ApiProperty({ type: [CorrectedParagraph], description: 'of a report; it is shown as it stands now' })
  corrections: CorrectedParagraph[];

  @ApiProperty({ type: [String] })
  obligations: string[];
}

export class DisseminatedPage {
  @ApiProperty({ type: [DisseminatedRow] })
  items: DisseminatedRow[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class OwnAcknowledgement {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ description: 'who of the same post acknowledged first' })
  acknowledgedBy: string;

  @ApiProperty({ format: 'date-time' })
  acknowledgedAt: string;
}
