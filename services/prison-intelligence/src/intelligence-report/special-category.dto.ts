// The bodies and answers of statements about special categories.
import { codeLists } from '@gatehouse/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Length, ValidateNested } from 'class-validator';
import { NECESSITY_STATES, type NecessityState } from '@gatehouse/policy';
import { SPECIAL_FIELDS, type SpecialField } from './special-category.events.ts';

const GROUNDS = Object.keys(codeLists.necessityGrounds);

export class StatedFieldBody {
  @ApiProperty({ enum: SPECIAL_FIELDS })
  @IsIn(SPECIAL_FIELDS)
  field: SpecialField;

  @ApiProperty({ maxLength: 2000, description: 'what the field says, no more than is needed' })
  @IsString()
  @Length(1, 2000)
  says: string;

  @ApiProperty({ enum: GROUNDS })
  @IsIn(GROUNDS)
  ground: string;

  @ApiProperty({
    minLength: 20,
    maxLength: 2000,
    description: 'why this field, for this purpose; stays in the service',
  })
  @IsString()
  @Length(20, 2000)
  necessity: string;
}

export class StateSpecialCategoryBody {
  @ApiProperty({ type: [StatedFieldBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SPECIAL_FIELDS.length)
  @ValidateNested({ each: true })
  @Type(() => StatedFieldBody)
  fields: StatedFieldBody[];
}

export class AnswerSpecialCategoryBody {
  @ApiProperty({ maxLength: 2000, description: 'why it is, or is not, strictly necessary; stays in the service' })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class SpecialCategoryAnswer {
  @ApiProperty({ example: 'IR-2026-9F2C4E71A0B3' })
  reportUrn: string;

  @ApiProperty({ format: 'uuid' })
  statementId: string;

  @ApiProperty({ enum: NECESSITY_STATES })
  state: NecessityState;
}

/** As whoever answers it reads it, with the report. */
export class SpecialCategorySeen {
  @ApiProperty({ format: 'uuid' })
  statementId: string;

  @ApiProperty({ enum: NECESSITY_STATES })
  state: NecessityState;

  @ApiProperty()
  statedBy: string;

  @ApiProperty({ format: 'date-time' })
  statedAt: string;

  @ApiProperty({ type: [StatedFieldBody] })
  fields: StatedFieldBody[];
}
