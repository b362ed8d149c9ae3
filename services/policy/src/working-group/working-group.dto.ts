import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';

const PERSON = /^[a-z][a-z0-9-]{1,63}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MATTERS = ['TERMINATION'] as const;
const VOTES = ['FOR', 'AGAINST', 'ABSTAINS'] as const;
const LEVELS = ['WORKING_GROUP', 'SECRETARY', 'HEADS_OF_PARTIES'] as const;
const HOLDS = ['STRICTEST', 'AS_DECIDED'] as const;

export class MemberBody {
  @ApiProperty({ example: 'lm-saltanat' })
  @Matches(PERSON)
  person: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  post: string;
}

export class MeetingBody {
  @ApiProperty({ format: 'date-time' })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  begins: string;

  @ApiProperty({ type: [String], minItems: 1, maxItems: 50, description: 'names nobody' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  agenda: string[];
}

export class MinutesBody {
  @ApiProperty({ type: [String], description: 'members who were there' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(PERSON, { each: true })
  present: string[];

  @ApiProperty({ description: 'SHA-256, base64url, of the minutes the secretariat keeps' })
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  minutes: string;
}

export class QuestionBody {
  @ApiProperty({ maxLength: 1000, description: 'what is decided; names nobody' })
  @IsString()
  @Length(1, 1000)
  question: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'of the dispute it would settle' })
  @IsOptional()
  @IsUUID()
  disputeId?: string;

  @ApiProperty({ required: false, enum: MATTERS, description: 'what else rests on it: the end of the instrument' })
  @IsOptional()
  @IsIn(MATTERS)
  about?: (typeof MATTERS)[number];
}

export class VoteBody {
  @ApiProperty({ enum: VOTES })
  @IsIn(VOTES)
  vote: (typeof VOTES)[number];
}

export class DisputeBody {
  @ApiProperty({ minimum: 1, maximum: 29 })
  @IsInt()
  @Min(1)
  @Max(29)
  clause: number;

  @ApiProperty({ maxLength: 1000, description: 'how the clause is read differently; names nobody' })
  @IsString()
  @Length(1, 1000)
  question: string;
}

export class DisputeDecisionBody {
  @ApiProperty({ enum: HOLDS, description: 'whether the strictest reading goes on holding, or what was decided' })
  @IsIn(HOLDS)
  holds: (typeof HOLDS)[number];

  @ApiProperty({ maxLength: 1000, description: 'names nobody' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}

export class EscalationBody {
  @ApiProperty({ enum: LEVELS })
  @IsIn(LEVELS)
  level: (typeof LEVELS)[number];

  @ApiProperty({ maxLength: 1000, description: 'names nobody' })
  @IsString()
  @Length(1, 1000)
  reason: string;

  @ApiProperty({ format: 'date', description: 'an answer is owed by the end of this day' })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  due: string;
}

export class EscalationReplyBody {
  @ApiProperty({ maxLength: 1000, description: 'names nobody' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}
