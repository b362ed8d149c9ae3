import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, Length, Matches, Max, Min } from 'class-validator';

export class NoticeQuery {
  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'only what is older: the last notice of the page before',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  before?: string;

  @ApiProperty({ required: false, description: 'of one instrument' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{1,63}$/)
  instrument?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

class NoticeScopeAnswer {
  @ApiProperty({ enum: ['all', 'party', 'category'] })
  kind: 'all' | 'party' | 'category';

  @ApiProperty({ required: false })
  party?: string;

  @ApiProperty({ required: false, description: 'of sensitivity' })
  category?: string;
}

class CutOffFiguresAnswer {
  @ApiProperty({ description: 'of the bundle that brought it' })
  bundleVersion: number;

  @ApiProperty({ format: 'date-time' })
  begunAt: string;

  @ApiProperty({ description: 'how many services had to apply it' })
  services: number;

  @ApiProperty({ description: 'how many said that they had' })
  acknowledged: number;

  @ApiProperty({ description: 'how many had not, ten seconds after the bundle was issued' })
  late: number;

  @ApiProperty({ description: 'for how many it counts since their lease is over' })
  byLease: number;

  @ApiProperty({ type: [String], required: false, description: 'which were late; for the secretariat alone' })
  lateServices?: string[];
}

class InstrumentNoticeAnswer {
  @ApiProperty({ format: 'uuid' })
  noticeId: string;

  @ApiProperty()
  instrumentId: string;

  @ApiProperty({ example: 'MouSuspended' })
  step: string;

  @ApiProperty({ type: Number, nullable: true })
  version: number | null;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ description: 'the agency that took the step' })
  by: string;

  @ApiProperty({ type: [String] })
  parties: string[];

  @ApiProperty({ type: Number, nullable: true, description: 'of a warning or an obligation' })
  daysLeft: number | null;

  @ApiProperty({ type: String, nullable: true })
  clause: string | null;

  @ApiProperty({ type: String, nullable: true })
  owner: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'of an obligation' })
  due: string | null;

  @ApiProperty({ type: NoticeScopeAnswer, nullable: true, description: 'what a suspension reaches' })
  scope: NoticeScopeAnswer | null;

  @ApiProperty({ type: String, nullable: true, description: 'as whoever took the step gave it' })
  reason: string | null;

  @ApiProperty({ type: CutOffFiguresAnswer, required: false, description: 'of a cut-off that is complete' })
  cutOff?: CutOffFiguresAnswer;
}

export class InstrumentNoticeList {
  @ApiProperty({ type: [InstrumentNoticeAnswer] })
  notices: InstrumentNoticeAnswer[];

  @ApiProperty({ description: 'there are older ones' })
  more: boolean;
}
