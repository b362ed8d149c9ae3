import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';

export class ParagraphDto {
  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  text: string;
}

export class NoteDto {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @Length(1, 200)
  title: string;

  @ApiProperty({ type: [ParagraphDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ParagraphDto)
  paragraphs: ParagraphDto[];
}

export class NotePageQuery {
  @ApiProperty({ required: false, pattern: '^[1-9][0-9]?$' })
  @IsOptional()
  @Matches(/^[1-9][0-9]?$/, { message: 'limit must be a number from 1 to 99' })
  limit?: string;

  @ApiProperty({ required: false, enum: ['asc', 'desc'] })
  @IsOptional()
  @IsIn(['asc', 'desc'])
  order?: string;
}
