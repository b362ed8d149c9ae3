// The bodies and answers of a reader's statements of necessity.
import { codeLists } from '@gatehouse/contracts';
import { NECESSITY_STATES, necessityEnds, stateOfNecessity, type NecessityState } from '@gatehouse/policy';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Length, ValidateNested } from 'class-validator';
import type { ReaderStatement } from './necessities.ts';

const GROUNDS = Object.keys(codeLists.necessityGrounds);
const MOST_FIELDS = 20;

export class NecessaryFieldBody {
  @ApiProperty({ example: 'specialCategory.religion', description: 'a field of a special category, by its path' })
  @IsString()
  @Length(1, 200)
  field: string;

  @ApiProperty({ enum: GROUNDS })
  @IsIn(GROUNDS)
  ground: string;

  @ApiProperty({ minLength: 20, maxLength: 2000, description: 'why this field, for this purpose' })
  @IsString()
  @Length(20, 2000)
  necessity: string;
}

export class NecessityBody {
  @ApiProperty({ type: [NecessaryFieldBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FIELDS)
  @ValidateNested({ each: true })
  @Type(() => NecessaryFieldBody)
  fields: NecessaryFieldBody[];
}

export class NecessityReasonBody {
  @ApiProperty({ maxLength: 2000, description: 'why it is, or is not, strictly necessary' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class NecessityStatementAnswer {
  @ApiProperty({ format: 'uuid' })
  statementId: string;

  @ApiProperty({ enum: NECESSITY_STATES })
  state: NecessityState;

  @ApiProperty()
  statedBy: string;

  @ApiProperty({ format: 'date-time' })
  statedAt: string;

  @ApiProperty({ example: 'PREVENT_SERIOUS_HARM', description: 'it counts for this purpose and case alone' })
  purpose: string;

  @ApiProperty({ type: String, nullable: true })
  caseRef: string | null;

  @ApiProperty({ type: [NecessaryFieldBody] })
  fields: NecessaryFieldBody[];

  @ApiProperty({ type: String, nullable: true })
  answeredBy: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'until when it counts, once approved',
  })
  until: string | null;
}

export class NecessityStatementList {
  @ApiProperty({ type: [NecessityStatementAnswer], description: 'oldest first' })
  items: NecessityStatementAnswer[];
}

export const necessityAnswer = (statement: ReaderStatement, now: Date): NecessityStatementAnswer => {
  const { statementId, by, at, purpose, caseRef, fields, answer } = statement;
  return {
    statementId,
    state: stateOfNecessity(statement, now),
    statedBy: by,
    statedAt: at,
    purpose,
    caseRef,
    fields,
    answeredBy: answer?.by ?? null,
    until: necessityEnds(statement),
  };
};
