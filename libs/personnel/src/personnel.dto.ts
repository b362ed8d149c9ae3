// The bodies of the personnel office's routes, and what it reads back.
import { codeLists } from '@gatehouse/contracts';
import { INSTANT } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CODE_OF_CONDUCT } from './personnel.decider.ts';

const IS_INSTANT = { message: '$property must be an instant with its zone, such as 2027-01-31T12:00:00Z' };
const CASE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
const LEVELS = ['L0', 'L1', 'L2', 'L3'] as const;
/** What an office certifies. */
const COURSES = Object.keys(codeLists.courses).filter((course) => course !== CODE_OF_CONDUCT);

export class AssignmentBody {
  @ApiProperty({ example: 'KZ-2026-114' })
  @Matches(CASE)
  case: string;

  @ApiProperty({ format: 'date-time' })
  @Matches(INSTANT, IS_INSTANT)
  from: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'no longer included; left out: until it is ended' })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  until?: string;
}

export class EndedAssignmentBody {
  @ApiProperty({ example: 'KZ-2026-114' })
  @Matches(CASE)
  case: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'left out: now' })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  at?: string;
}

export class CertificateBody {
  @ApiProperty({ enum: COURSES, example: 'handling-intelligence' })
  @IsIn(COURSES)
  course: string;

  @ApiProperty({ format: 'date-time', description: 'no longer included' })
  @Matches(INSTANT, IS_INSTANT)
  until: string;
}

export class LapsedCertificateBody {
  @ApiProperty({ example: 'handling-intelligence' })
  @Matches(/^[a-z0-9][a-z0-9-]{0,63}$/)
  course: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'left out: now' })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  at?: string;
}

export class VettingBody {
  @ApiProperty({ enum: LEVELS })
  @IsIn(LEVELS)
  level: (typeof LEVELS)[number];

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'when it has to be done again, no longer included; left out: until it is revoked',
  })
  @IsOptional()
  @Matches(INSTANT, IS_INSTANT)
  until?: string;
}

export class AcknowledgementBody {
  @ApiProperty({ example: codeLists.codeOfConduct.edition, description: 'the edition that was read' })
  @IsString()
  @Length(1, 32)
  edition: string;
}

export class CodeOfConductAnswer {
  @ApiProperty({ example: codeLists.codeOfConduct.edition })
  edition: string;

  @ApiProperty({ type: [String], description: 'what whoever acknowledges it promises' })
  points: string[];

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'until when your word holds' })
  acknowledgedUntil: string | null;
}

export class ConflictBody {
  @ApiProperty({ description: 'the reference under which items of this service name the person it is about' })
  @IsString()
  @Length(1, 128)
  subject: string;
}

export class ChainBody {
  @ApiProperty({ type: [String], description: 'references of everybody above and below; whole each time' })
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @Length(1, 128, { each: true })
  people: string[];
}

export class AttestedAnswer {
  @ApiProperty({ description: 'whom it is about' })
  person: string;

  @ApiProperty({ example: 'GrantAssignment' })
  attested: string;
}

export class PersonnelCertificate {
  @ApiProperty()
  course: string;

  @ApiProperty({ format: 'date-time' })
  until: string;
}

export class PersonnelAssignment {
  @ApiProperty()
  case: string;

  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  until: string | null;
}

export class PersonnelAttestation {
  @ApiProperty({ example: 'AssignmentGranted' })
  what: string;

  @ApiProperty({ description: 'who attested it' })
  by: string;

  @ApiProperty({ format: 'date-time', description: 'when it was entered' })
  at: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  said: object;
}

export class PersonnelAnswer {
  @ApiProperty()
  person: string;

  @ApiProperty({ enum: LEVELS, nullable: true, type: String })
  vetting: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  vettingUntil: string | null;

  @ApiProperty({ type: [PersonnelCertificate], description: 'the code of conduct he acknowledged among them' })
  training: PersonnelCertificate[];

  @ApiProperty({ type: [PersonnelAssignment] })
  assignments: PersonnelAssignment[];

  @ApiProperty({ type: [String] })
  conflicts: string[];

  @ApiProperty({ type: [String] })
  chain: string[];

  @ApiProperty({ type: [PersonnelAttestation], description: 'everything that was attested, oldest first' })
  attestations: PersonnelAttestation[];
}
