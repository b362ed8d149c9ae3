import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PROPOSAL_STATUSES, type ProposalStatus } from './regrade-proposal.entity.ts';

export class ProposalQuery extends PageQuery {
  @ApiProperty({ required: false, enum: PROPOSAL_STATUSES })
  @IsOptional()
  @IsIn(PROPOSAL_STATUSES)
  status?: ProposalStatus;
}

export class AcceptanceBody {
  @ApiProperty({ required: false, maxLength: 64, description: 'which report, where the item rests on several' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  reportUrn?: string;

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class DeclineBody {
  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class ProposalAnswer {
  @ApiProperty()
  feedbackId: string;

  @ApiProperty({ example: 'kz-police' })
  from: string;

  @ApiProperty({ enum: PROPOSAL_STATUSES })
  status: ProposalStatus;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'the feedback, as far as this person may see it',
  })
  content: unknown;

  @ApiProperty({ type: String, nullable: true })
  reportUrn: string | null;

  @ApiProperty({ type: String, nullable: true })
  decidedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class ProposalPage {
  @ApiProperty({ type: [ProposalAnswer] })
  items: ProposalAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

export class DecidedProposalAnswer {
  @ApiProperty()
  feedbackId: string;

  @ApiProperty({ enum: ['accepted', 'declined'] })
  status: 'accepted' | 'declined';

  @ApiProperty({ type: String, nullable: true })
  reportUrn: string | null;
}
