import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';

export class PartyKeyBody {
  @ApiProperty({ description: 'the public Ed25519 key: base64url, 32 bytes' })
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  x: string;

  @ApiProperty({ required: false, description: 'detached JWS over {party, key} by a key that is good now' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,2000}\.\.[A-Za-z0-9_-]{86}$/)
  endorsement?: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'until when the keys before it stay good; now unless said',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  overlapUntil?: string;
}

export class RevocationBody {
  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'signatures from then on are void; now unless said',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  since?: string;

  @ApiProperty({ maxLength: 1000, description: 'names nobody' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}

class PartyKeyAnswer {
  @ApiProperty({ description: 'RFC 7638 thumbprint' })
  kid: string;

  @ApiProperty()
  x: string;

  @ApiProperty({ format: 'date-time' })
  validFrom: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  validUntil: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedSince: string | null;
}

class ProposedKeyAnswer {
  @ApiProperty({ description: 'RFC 7638 thumbprint' })
  kid: string;

  @ApiProperty()
  x: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class PartyAnswer {
  @ApiProperty({ example: 'kz-police' })
  party: string;

  @ApiProperty({ type: [PartyKeyAnswer] })
  keys: PartyKeyAnswer[];

  @ApiProperty({
    type: ProposedKeyAnswer,
    nullable: true,
    description: 'waits for a member of the party to confirm it',
  })
  proposed: ProposedKeyAnswer | null;
}
