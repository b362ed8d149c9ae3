import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';

const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export class IssueRequirementBody {
  @ApiProperty({ maxLength: 2000, description: 'what the unit wants to know; it names nobody' })
  @IsString()
  @Length(1, 2000)
  question: string;

  @ApiProperty({ format: 'date-time' })
  @Matches(INSTANT, { message: 'validUntil must be an instant with its zone, such as 2027-01-31T12:00:00Z' })
  validUntil: string;
}

export class CloseRequirementBody {
  @ApiProperty({ enum: ['ANSWERED', 'LAPSED', 'REPLACED'] })
  @IsIn(['ANSWERED', 'LAPSED', 'REPLACED'])
  outcome: 'ANSWERED' | 'LAPSED' | 'REPLACED';

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class RequirementQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ['open', 'closed'] })
  @IsOptional()
  @IsIn(['open', 'closed'])
  status?: 'open' | 'closed';
}

export class RequirementAnswer {
  @ApiProperty({ example: 'RQ-2026-9F2C4E71A0B3' })
  requirementId: string;
}

export class RequirementRowAnswer extends RequirementAnswer {
  @ApiProperty()
  question: string;

  @ApiProperty({ format: 'date-time' })
  issuedAt: string;

  @ApiProperty({ format: 'date-time' })
  validUntil: string;

  @ApiProperty({ enum: ['open', 'closed'] })
  status: string;

  @ApiProperty({ type: String, nullable: true })
  outcome: string | null;

  @ApiProperty({ type: [String], description: 'reports that answer it' })
  reportUrns: string[];
}

export class RequirementPage {
  @ApiProperty({ type: [RequirementRowAnswer] })
  items: RequirementRowAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}
