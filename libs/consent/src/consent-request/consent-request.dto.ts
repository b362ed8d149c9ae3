import { INSTANT, PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { REQUEST_STATES } from './consent-request.decider.ts';

export type RequestState = (typeof REQUEST_STATES)[number];

export class ConsentRequestQuery extends PageQuery {
  @ApiProperty({ required: false, enum: REQUEST_STATES })
  @IsOptional()
  @IsIn(REQUEST_STATES)
  status?: RequestState;
}

/** Named recipients are in the request already: consent is for the one that it names. */
export class ConsentConditionBody {
  @ApiProperty({
    example: 'NOT_IN_PROCEEDINGS',
    description: 'a condition of the closed list; an unknown one is refused',
  })
  @Matches(/^[A-Z_]{1,40}$/)
  code: string;

  @ApiProperty({ required: false, format: 'date', description: 'for DESTROY_BY' })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  date?: string;
}

export class ConsentReasonBody {
  @ApiProperty({ maxLength: 2000, description: 'read by whoever asked' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class GrantConsentBody extends ConsentReasonBody {
  @ApiProperty({ format: 'date-time', description: 'when the consent ends; within twelve months' })
  @Matches(INSTANT, { message: 'validUntil must be an instant with its zone' })
  validUntil: string;

  @ApiProperty({ required: false, type: [ConsentConditionBody], description: 'they travel with what is used' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => ConsentConditionBody)
  conditions?: ConsentConditionBody[];
}

export class ConsentRequestRowAnswer {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ example: 'kz-police' })
  from: string;

  @ApiProperty({ enum: REQUEST_STATES, description: 'lapsed: nobody answered in time, which refuses' })
  status: RequestState;

  @ApiProperty({ format: 'date-time', description: 'from this instant on no answer is a refusal' })
  answerBy: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as far as this person may see it' })
  content: unknown;

  @ApiProperty({ type: String, nullable: true })
  answeredBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  answeredAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  validUntil: string | null;
}

export class ConsentRequestPage {
  @ApiProperty({ type: [ConsentRequestRowAnswer] })
  items: ConsentRequestRowAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class AnsweredRequestAnswer {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ enum: REQUEST_STATES })
  status: RequestState;
}
