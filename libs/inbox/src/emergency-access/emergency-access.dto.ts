import { INSTANT, PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { InboxItemAnswer } from '../listing/item-answer.ts';
import { VERDICTS, type Verdict } from './emergency-access.events.ts';

const IS_INSTANT = { message: '$property must be an instant with its zone, such as 2027-01-31T12:00:00Z' };

/** The five facts: who, by whom, where and when, what, and who can be rung. */
export class EmergencyBody {
  @ApiProperty({ maxLength: 200, description: 'who may be harmed' })
  @IsString()
  @Length(3, 200)
  whoAtRisk: string;

  @ApiProperty({ maxLength: 200, description: 'by whom' })
  @IsString()
  @Length(3, 200)
  bySubject: string;

  @ApiProperty({ maxLength: 200, description: 'where' })
  @IsString()
  @Length(3, 200)
  where: string;

  @ApiProperty({ format: 'date-time', description: 'by when harm is expected: within three days from now' })
  @IsString()
  @Matches(INSTANT, IS_INSTANT)
  when: string;

  @ApiProperty({ minLength: 10, maxLength: 1000, description: 'what threatens, and why it cannot wait' })
  @IsString()
  @Length(10, 1000)
  nature: string;

  @ApiProperty({ maxLength: 200, description: 'whom the originator can ring about it now' })
  @IsString()
  @Length(5, 200)
  dutyContact: string;
}

export class EmergencyItemAnswer extends InboxItemAnswer {
  @ApiProperty({ format: 'uuid' })
  accessId: string;

  @ApiProperty({ format: 'date-time', description: 'from then on it opens nothing' })
  until: string;

  @ApiProperty({ format: 'date-time', description: 'by when two people outside the line review it' })
  reviewBy: string;
}

export const REVIEW_STATES = ['open', 'concluded'] as const;

export class EmergencyAccessQuery extends PageQuery {
  @ApiProperty({ required: false, enum: REVIEW_STATES, description: 'how its review stands' })
  @IsOptional()
  @IsIn(REVIEW_STATES)
  review?: (typeof REVIEW_STATES)[number];
}

export class ReviewBody {
  @ApiProperty({ enum: VERDICTS })
  @IsIn(VERDICTS)
  verdict: Verdict;

  @ApiProperty({ minLength: 10, maxLength: 2000 })
  @IsString()
  @Length(10, 2000)
  reason: string;
}

export class EmergencyAccessListed {
  @ApiProperty({ format: 'uuid' })
  accessId: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ example: 'prison-intelligence.intelligence-alert.v1' })
  product: string;

  @ApiProperty({ example: 'kz-prison-service' })
  originator: string;

  @ApiProperty({ description: 'who used it' })
  usedBy: string;

  @ApiProperty()
  unit: string;

  @ApiProperty({ format: 'date-time' })
  usedAt: string;

  @ApiProperty({ format: 'date-time' })
  until: string;

  @ApiProperty({ format: 'date-time' })
  reviewBy: string;

  @ApiProperty({ description: 'how often he asked for more than the minimum: each is an incident' })
  exceeded: number;

  @ApiProperty({ description: 'how many have said what they found; two are asked' })
  reviewed: number;

  @ApiProperty({ enum: VERDICTS, nullable: true, type: String, description: 'null until both have' })
  verdict: Verdict | null;
}

export class EmergencyAccessPage {
  @ApiProperty({ type: [EmergencyAccessListed] })
  items: EmergencyAccessListed[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class ReviewSeen {
  @ApiProperty()
  by: string;

  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ description: 'after it was due' })
  late: boolean;
}

export class ExceededSeen {
  @ApiProperty({ type: [String], description: 'what he asked for' })
  fields: string[];

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class EmergencyAccessAnswer extends EmergencyAccessListed {
  @ApiProperty({ type: EmergencyBody, description: 'what was declared' })
  declared: EmergencyBody;

  @ApiProperty({ type: [ExceededSeen] })
  incidents: ExceededSeen[];

  @ApiProperty({ type: [ReviewSeen], description: 'until both have said it, each reviewer sees his own alone' })
  reviews: ReviewSeen[];
}
