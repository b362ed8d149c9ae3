// Handling as a body says it: domain reference 3.3.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';

export class HandlingConditionBody {
  @ApiProperty({ example: 'NO_OVERT_ACTION', description: 'a condition of the closed list; an unknown one is refused' })
  @Matches(/^[A-Z_]{1,40}$/)
  code: string;

  @ApiProperty({ required: false, format: 'date', description: 'for DESTROY_BY' })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  date?: string;

  @ApiProperty({ required: false, type: [String], description: 'for NAMED_RECIPIENTS' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 64, { each: true })
  list?: string[];
}

export class HandlingBody {
  @ApiProperty({ enum: ['P', 'C'], description: '3x5x2: P lawful sharing permitted, C permitted with conditions' })
  @IsIn(['P', 'C'])
  code: 'P' | 'C';

  @ApiProperty({ type: [HandlingConditionBody] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => HandlingConditionBody)
  conditions: HandlingConditionBody[];
}
