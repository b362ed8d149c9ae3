import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

export class AssignHandlerBody {
  @ApiProperty({ description: 'the person, as the identity provider knows him' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/)
  person: string;

  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class RegistryReasonBody {
  @ApiProperty({ maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  reason: string;
}

export class EntryAnswer {
  @ApiProperty({ format: 'uuid' })
  sourceId: string;

  @ApiProperty({ example: 'HERON-0417' })
  codeName: string;

  @ApiProperty({ enum: ['registered', 'authorised', 'deregistered'] })
  status: string;
}

export class RegisterRowAnswer extends EntryAnswer {
  @ApiProperty()
  riskLevel: string;

  @ApiProperty({ format: 'date' })
  reviewBy: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  lastContactAt: string | null;

  @ApiProperty({ type: [String], description: 'code names of entries that seem to be about the same person' })
  sameAs: string[];
}

export class RegisterPage {
  @ApiProperty({ type: [RegisterRowAnswer] })
  entries: RegisterRowAnswer[];

  @ApiProperty({ nullable: true, type: String })
  next: string | null;
}

class RequestAnswer {
  @ApiProperty({ format: 'uuid' })
  requestId: string;

  @ApiProperty()
  requestedBy: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date-time' })
  approveBefore: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  openUntil: string | null;
}

export class OpenedEntryAnswer extends EntryAnswer {
  @ApiProperty({ description: 'who handles the source' })
  handler: string;

  @ApiProperty()
  riskLevel: string;

  @ApiProperty({ format: 'date' })
  reviewBy: string;

  @ApiProperty()
  contacts: number;

  @ApiProperty()
  reports: number;

  @ApiProperty({ type: [RequestAnswer] })
  identityRequests: RequestAnswer[];
}
