import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';

const PARTY = /^[a-z][a-z0-9-]{1,63}$/;

export class BreachBody {
  @ApiProperty({ format: 'date-time', description: 'when it was noticed: the clock of clause 20 runs from then' })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  noticedAt: string;

  @ApiProperty({ maxLength: 10_000, description: 'what happened; kept under a key of its own' })
  @IsString()
  @Length(1, 10_000)
  whatHappened: string;

  @ApiProperty({
    required: false,
    type: [String],
    description: 'parties whose items it concerns, as far as it is known',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(PARTY, { each: true })
  parties?: string[];

  @ApiProperty({
    required: false,
    type: [String],
    description: 'ids of the items it concerns, as far as they are known',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/, { each: true })
  items?: string[];
}

export class BreachNoticeBody {
  @ApiProperty({ example: 'originator', description: 'one of those that clause 20 names; see tells' })
  @Matches(PARTY)
  to: string;

  @ApiProperty({ format: 'date-time' })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  givenAt: string;

  @ApiProperty({ maxLength: 1000, description: 'what shows that it was given, and where it is kept; names nobody' })
  @IsString()
  @Length(1, 1000)
  evidence: string;
}

class BreachNoticeAnswer {
  @ApiProperty()
  to: string;

  @ApiProperty({ format: 'date-time' })
  givenAt: string;

  @ApiProperty({ description: 'the agency that recorded it' })
  by: string;

  @ApiProperty({ format: 'date-time', description: 'when that was' })
  at: string;

  @ApiProperty()
  evidence: string;

  @ApiProperty({ description: 'recorded after the clock had run out' })
  late: boolean;
}

export class BreachAnswer {
  @ApiProperty({ format: 'uuid' })
  breachId: string;

  @ApiProperty({ description: 'the party that noticed it, and owes notice' })
  owner: string;

  @ApiProperty({ format: 'date-time' })
  noticedAt: string;

  @ApiProperty({ format: 'date-time' })
  reportedAt: string;

  @ApiProperty({ format: 'date-time', description: 'until when notice is owed (clause 20)' })
  noticeDue: string;

  @ApiProperty({ type: [String], description: 'whom notice is owed to' })
  tells: string[];

  @ApiProperty({ type: [String], description: 'of them, those it is still owed to' })
  untold: string[];

  @ApiProperty({ description: 'the clock ran out before all of them were told' })
  isLate: boolean;

  @ApiProperty({ type: [String] })
  parties: string[];

  @ApiProperty({ type: [String] })
  items: string[];

  @ApiProperty({ type: [BreachNoticeAnswer] })
  given: BreachNoticeAnswer[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'for whoever noticed it, whom it concerns, and the authority; null for others',
  })
  whatHappened: string | null;
}

export class BreachList {
  @ApiProperty({ type: [BreachAnswer], description: 'the newest first' })
  breaches: BreachAnswer[];
}
