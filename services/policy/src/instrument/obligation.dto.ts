import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, IsString, Length, Matches } from 'class-validator';
import type { ObligationState } from './obligation.ts';

const OF_CLAUSE = /^(?:[1-9]|1\d|2\d)\.[1-9]\d?$/;

export class CompletionBody {
  @ApiProperty({ example: '26.1', description: 'the clause, and which of its obligations' })
  @Matches(OF_CLAUSE)
  clause: string;

  @ApiProperty({ format: 'date', description: 'the day it was owed by' })
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  due: string;

  @ApiProperty({ maxLength: 1000, description: 'what shows that it was done, and where it is kept; names nobody' })
  @IsString()
  @Length(1, 1000)
  evidence: string;
}

export class ObligationEventBody {
  @ApiProperty({ example: '20.1', description: 'the clause, and which of its obligations' })
  @Matches(OF_CLAUSE)
  clause: string;

  @ApiProperty({ format: 'date-time', description: 'when it happened; names nobody' })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  happenedAt: string;
}

class ObligationAnswer {
  @ApiProperty({ example: '26.1' })
  clause: string;

  @ApiProperty({ description: 'the party' })
  owner: string;

  @ApiProperty()
  post: string;

  @ApiProperty()
  does: string;

  @ApiProperty({ description: 'what shows that it was done' })
  evidence: string;

  @ApiProperty({ format: 'date' })
  due: string;

  @ApiProperty({ description: 'owed again after each period' })
  repeats: boolean;

  @ApiProperty({ enum: ['OWED', 'LATE', 'DONE', 'DONE_LATE'] })
  state: ObligationState;
}

export class ObligationList {
  @ApiProperty({ type: [ObligationAnswer], description: 'each day of each, past and in the next three months' })
  obligations: ObligationAnswer[];
}
