import { INSTANT, PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Length, Matches } from 'class-validator';
import { STATES, type ItemState } from '../received-item/standing.ts';

const FIELD_PATH = /^[A-Za-z][A-Za-z0-9]*(\[\d*\]|\.[A-Za-z][A-Za-z0-9]*)*$/;
const IS_INSTANT = { message: '$property must be an instant with its zone, such as 2027-01-31T12:00:00Z' };
const YES_OR_NO = ['true', 'false'] as const;
type YesOrNo = (typeof YES_OR_NO)[number];

/** What narrows the list. A filter shows nobody a row that he would not be shown without it. */
export class InboxQuery extends PageQuery {
  @ApiProperty({ required: false, example: 'prison-intelligence.intelligence-alert.v1' })
  @IsOptional()
  @Matches(/^[a-z0-9-]+\.[a-z0-9-]+\.v\d+$/)
  product?: string;

  @ApiProperty({ required: false, example: 'RECRUITMENT_ACTIVITY', description: 'type of alert' })
  @IsOptional()
  @Matches(/^[A-Z_]{1,40}$/)
  type?: string;

  @ApiProperty({ required: false, enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] })
  @IsOptional()
  @IsIn(['ROUTINE', 'PRIORITY', 'IMMEDIATE'])
  priority?: string;

  @ApiProperty({ required: false, example: 'kz-prison-service', description: 'the agency it comes from' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,64}$/)
  from?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'received at this instant or later' })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  receivedFrom?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'received before this instant' })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  receivedUntil?: string;

  @ApiProperty({ required: false, enum: YES_OR_NO })
  @IsOptional()
  @IsIn(YES_OR_NO)
  acknowledged?: YesOrNo;

  @ApiProperty({
    required: false,
    enum: YES_OR_NO,
    description: 'it is open and its time to be acknowledged has run out',
  })
  @IsOptional()
  @IsIn(YES_OR_NO)
  overdue?: YesOrNo;

  @ApiProperty({ required: false, enum: YES_OR_NO, description: 'its originator corrected it' })
  @IsOptional()
  @IsIn(YES_OR_NO)
  corrected?: YesOrNo;

  @ApiProperty({ required: false, enum: STATES, description: 'open: neither cleared nor expired' })
  @IsOptional()
  @IsIn(STATES)
  state?: ItemState;
}

/** What narrows the list, without the page. */
export type InboxFilters = Omit<InboxQuery, keyof PageQuery>;

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
