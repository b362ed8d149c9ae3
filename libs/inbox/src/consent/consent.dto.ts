import { codeLists } from '@gatehouse/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { CONSENT_STATES, type ConsentState } from './consents.ts';
import { CONSENT_USES } from './consent.events.ts';

const PARTY = /^[a-z][a-z0-9-]{1,62}$/;

export class UseBody {
  @ApiProperty({ enum: CONSENT_USES, description: 'pass it on to another agency, or use it in proceedings' })
  @IsIn(Object.keys(codeLists.consentUses))
  use: (typeof CONSENT_USES)[number];

  @ApiProperty({ required: false, example: 'kz-tax', description: 'to whom; required with PASS_ON, and only there' })
  @ValidateIf(({ use, recipient }: UseBody) => use === 'PASS_ON' || recipient !== undefined)
  @Matches(PARTY, { message: 'recipient must be the id of an agency' })
  recipient?: string;
}

export class ConsentRequestBody extends UseBody {
  @ApiProperty({ maxLength: 2000, description: 'why; read by the originator' })
  @IsString()
  @Length(1, 2000)
  justification: string;
}

export class ConsentRequestAnswer {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ format: 'date-time', description: 'from this instant on no answer is a refusal' })
  answerBy: string;
}

export class ConsentConditionSeen {
  @ApiProperty({ example: 'NOT_IN_PROCEEDINGS' })
  code: string;

  @ApiProperty({ required: false, format: 'date' })
  date?: string;
}

/** A request as everybody who may see the item sees it. */
export class ConsentSeen {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty({ enum: CONSENT_USES })
  use: string;

  @ApiProperty({ type: String, nullable: true })
  recipient: string | null;

  @ApiProperty()
  purpose: string;

  @ApiProperty({ enum: CONSENT_STATES, description: 'lapsed: nobody answered in time, which refuses' })
  state: ConsentState;

  @ApiProperty({ format: 'date-time' })
  askedAt: string;

  @ApiProperty({ format: 'date-time' })
  answerBy: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  validUntil: string | null;

  @ApiProperty({ type: [ConsentConditionSeen] })
  conditions: ConsentConditionSeen[];
}

export class TravellingHandling {
  @ApiProperty({ example: 'C' })
  code: string;

  @ApiProperty({ type: [String] })
  conditions: string[];

  @ApiProperty({ format: 'date', nullable: true, type: String })
  destroyBy: string | null;
}

const STATUSES = ['used', 'waiting', 'consent-needed'] as const;

export class UseAnswer {
  @ApiProperty({ enum: STATUSES, description: 'waiting: the originator has been asked; consent-needed: ask it first' })
  status: (typeof STATUSES)[number];

  @ApiProperty({ format: 'uuid', nullable: true, type: String })
  useId: string | null;

  @ApiProperty({ nullable: true, type: 'object', additionalProperties: true, description: 'what may be used so' })
  content: unknown;

  @ApiProperty({ type: TravellingHandling, nullable: true, description: 'conditions that travel with it' })
  handling: TravellingHandling | null;

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ format: 'uuid', nullable: true, type: String })
  requestId: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  answerBy: string | null;
}
