import type { InstrumentDocument } from '@gatehouse/agreements';
import { codeLists } from '@gatehouse/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const SHA256 = /^[A-Za-z0-9_-]{43}$/;
const DETACHED = /^[A-Za-z0-9_-]{1,2000}\.\.[A-Za-z0-9_-]{86}$/;
const SCOPES = ['all', 'party', 'category'] as const;
const METHODS = ['RETURNED', 'ERASURE_CERTIFIED'] as const;

export class DraftBody {
  @ApiProperty({ type: Object, description: 'the document, as its schema says' })
  @IsObject()
  document: Record<string, unknown>;

  @ApiProperty({ required: false, format: 'date-time', description: 'of an amendment: not before' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 40)
  effectiveFrom?: string;

  @ApiProperty({ required: false, description: 'sha256 of the unsigned draft it takes the place of' })
  @IsOptional()
  @Matches(SHA256)
  replaces?: string;
}

export class VersionBody {
  @ApiProperty({ minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(100_000)
  version: number;

  @ApiProperty({ description: 'of the text that was read: SHA-256, base64url, over RFC 8785' })
  @Matches(SHA256)
  sha256: string;
}

export class SignatureBody extends VersionBody {
  @ApiProperty({ description: 'detached JWS (RFC 7515 appendix F, RFC 7797) over the document in RFC 8785 form' })
  @Matches(DETACHED)
  jws: string;
}

export class ScopeBody {
  @ApiProperty({ enum: SCOPES })
  @IsIn(SCOPES)
  kind: (typeof SCOPES)[number];

  @ApiProperty({ required: false, description: 'where the kind is party' })
  @ValidateIf(({ kind }: ScopeBody) => kind === 'party')
  @Matches(/^[a-z][a-z0-9-]{1,63}$/)
  party?: string;

  @ApiProperty({ required: false, enum: Object.keys(codeLists.sensitivity), description: 'where the kind is category' })
  @ValidateIf(({ kind }: ScopeBody) => kind === 'category')
  @IsIn(Object.keys(codeLists.sensitivity))
  category?: string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export class SignedOrderBody {
  @ApiProperty({ format: 'uuid', description: 'of whoever orders; counts once, and names a suspension' })
  @IsUUID()
  orderId: string;

  @ApiProperty({ minimum: 1, description: 'an agreed version, as whoever orders knows it' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  version: number;

  @ApiProperty({ format: 'date-time', description: 'when it was signed: now, to the millisecond, in UTC' })
  @Matches(INSTANT)
  at: string;

  @ApiProperty({ description: 'detached JWS over the order in RFC 8785 form; gatehouse agreement signs it' })
  @Matches(DETACHED)
  jws: string;
}

export class OrderBody {
  @ApiProperty({ maxLength: 1000, description: 'names nobody' })
  @IsString()
  @Length(1, 1000)
  reason: string;

  @ApiProperty({ required: false, type: SignedOrderBody, description: 'of a party; the secretariat has none' })
  @IsOptional()
  @ValidateNested()
  @Type(() => SignedOrderBody)
  @IsObject()
  order?: SignedOrderBody;
}

export class TerminationBody extends OrderBody {
  @ApiProperty({ required: false, format: 'date-time', description: 'of a notice: when the instrument ends, in UTC' })
  @IsOptional()
  @Matches(INSTANT)
  effectiveAt?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'of the secretariat: what the working group adopted' })
  @IsOptional()
  @IsUUID()
  decisionId?: string;
}

export class SuspensionBody extends OrderBody {
  @ApiProperty({ type: ScopeBody })
  @ValidateNested()
  @Type(() => ScopeBody)
  @IsObject()
  scope: ScopeBody;

  @ApiProperty({ required: false, default: false, description: 'copies already held may not be used either' })
  @IsOptional()
  @IsBoolean()
  freezePriorCopies?: boolean;
}

export class LedgerListBody {
  @ApiProperty({ description: "SHA-256, base64url, of the ledger's list in RFC 8785 form" })
  @Matches(SHA256)
  sha256: string;

  @ApiProperty({ minimum: 0 })
  @IsInt()
  @Min(0)
  items: number;
}

export class ReturnBody {
  @ApiProperty({ enum: METHODS })
  @IsIn(METHODS)
  method: (typeof METHODS)[number];

  @ApiProperty({ type: LedgerListBody })
  @ValidateNested()
  @Type(() => LedgerListBody)
  @IsObject()
  list: LedgerListBody;

  @ApiProperty({ description: 'detached JWS over {instrumentId, party, method, list} in RFC 8785 form' })
  @Matches(DETACHED)
  jws: string;
}

class SignatureAnswer {
  @ApiProperty()
  party: string;

  @ApiProperty({ description: 'RFC 7638 thumbprint of the key' })
  kid: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty()
  jws: string;
}

class VersionAnswer {
  @ApiProperty()
  version: number;

  @ApiProperty()
  sha256: string;

  @ApiProperty({ type: Object })
  document: InstrumentDocument;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null until it is agreed' })
  effectiveFrom: string | null;

  @ApiProperty({ type: [SignatureAnswer] })
  signatures: SignatureAnswer[];

  @ApiProperty({ type: [String], description: 'parties that have still to sign' })
  unsigned: string[];
}

class SuspensionAnswer {
  @ApiProperty({ format: 'uuid' })
  suspensionId: string;

  @ApiProperty({ type: ScopeBody })
  scope: object;

  @ApiProperty({ description: 'the agency that gave it' })
  by: string;

  @ApiProperty()
  reason: string;

  @ApiProperty()
  freezePriorCopies: boolean;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, nullable: true, description: 'the key that signed it; null for the secretariat' })
  kid: string | null;

  @ApiProperty({ type: [String], description: 'who has said that it may end, where every party is asked (clause 25)' })
  agreedToReinstate: string[];

  @ApiProperty({ description: 'every service has acknowledged it, or its lease has expired' })
  isComplete: boolean;

  @ApiProperty({ type: [String], nullable: true, description: 'services; null until a bundle holds it' })
  waitsFor: string[] | null;
}

export class InstrumentRowAnswer {
  @ApiProperty({ example: 'kz-prisons-police' })
  instrumentId: string;

  @ApiProperty({ enum: codeLists.instrumentStates })
  state: string;

  @ApiProperty({ type: [String] })
  parties: string[];

  @ApiProperty({ type: Number, nullable: true, description: 'of the last version that was agreed' })
  version: number | null;
}

export class InstrumentAnswer extends InstrumentRowAnswer {
  @ApiProperty({ type: [VersionAnswer] })
  agreed: VersionAnswer[];

  @ApiProperty({ type: VersionAnswer, nullable: true, description: 'drafted, and not agreed yet' })
  pending: VersionAnswer | null;

  @ApiProperty({ type: [SuspensionAnswer] })
  suspensions: SuspensionAnswer[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'where a party has given notice' })
  endsAt: string | null;

  @ApiProperty({ type: [String], description: 'parties that have proven return or erasure' })
  proven: string[];
}

export class InstrumentList {
  @ApiProperty({ type: [InstrumentRowAnswer] })
  instruments: InstrumentRowAnswer[];
}
