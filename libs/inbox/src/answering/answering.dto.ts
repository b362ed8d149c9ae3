import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { OUTCOMES } from '../received-item/received-item.events.ts';

export class AcknowledgementAnswer {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ description: 'the person who acknowledged first' })
  acknowledgedBy: string;

  @ApiProperty({ format: 'date-time' })
  acknowledgedAt: string;
}

export class SuggestedGrade {
  @ApiProperty({ enum: ['3x5x2', 'EUP'], description: 'the scale used; never converted' })
  @IsIn(['3x5x2', 'EUP'])
  scale: string;

  @ApiProperty({ example: '2', description: 'source evaluation on that scale' })
  @IsString()
  @Length(1, 2)
  source: string;

  @ApiProperty({ example: 'E', description: 'information assessment on that scale' })
  @IsString()
  @Length(1, 2)
  information: string;
}

export class SuggestedRegrade {
  @ApiProperty({ example: 2, description: 'number of the paragraph' })
  @IsInt()
  @Min(1)
  @Max(200)
  n: number;

  @ApiProperty({ type: SuggestedGrade })
  @ValidateNested()
  @Type(() => SuggestedGrade)
  grade: SuggestedGrade;
}

export class FeedbackBody {
  @ApiProperty({ enum: OUTCOMES })
  @IsIn(OUTCOMES)
  outcome: (typeof OUTCOMES)[number];

  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  comment?: string;

  @ApiProperty({ required: false, type: [SuggestedRegrade], description: 'a proposal: its originator decides' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SuggestedRegrade)
  regrades?: SuggestedRegrade[];
}

export class FeedbackAnswer {
  @ApiProperty({ format: 'uuid' })
  feedbackId: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ format: 'date-time' })
  givenAt: string;
}
