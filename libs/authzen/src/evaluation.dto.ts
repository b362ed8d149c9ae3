// Requests and answers of the OpenID AuthZEN Authorization API 1.0. What a client adds to `properties` and `context` beyond what is
// read here is passed over, as the standard wants it; nothing that is passed over can permit anything.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type Semantic = (typeof SEMANTICS)[number];
const AT_ONCE = 50;

export class AccessSubject {
  @ApiProperty({ example: 'person', description: 'nothing but a person is known' })
  @IsString()
  @Length(1, 100)
  type: string;

  @ApiProperty({ example: 'po-aidos' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)
  id: string;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: true,
    example: { roles: ['police-liaison'], unit: 'almaty-ct-desk' },
    description: "the person's roles and unit, as the agency's own token would say them",
  })
  @IsOptional()
  @IsObject()
  properties?: Record<string, unknown>;
}

export class AccessResource {
  @ApiProperty({ example: 'item', description: 'an item, or a service of the agency' })
  @IsString()
  @Length(1, 100)
  type: string;

  @ApiProperty({ example: '0191f3a0-0000-7000-8000-000000000000' })
  @IsString()
  @Length(1, 100)
  id: string;

  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  properties?: Record<string, unknown>;
}

export class AccessAction {
  @ApiProperty({
    example: 'open',
    description: 'to open an item, or a duty of the service such as RaiseIntelligenceAlert',
  })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  properties?: Record<string, unknown>;
}

class AccessQuestion {
  @ApiProperty({ required: false, type: AccessSubject })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AccessSubject)
  subject?: AccessSubject;

  @ApiProperty({ required: false, type: AccessAction })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AccessAction)
  action?: AccessAction;

  @ApiProperty({ required: false, type: AccessResource })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AccessResource)
  resource?: AccessResource;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: true,
    example: { purpose: 'INVESTIGATE', caseRef: 'KZ-2026-114' },
    description: 'what the person would do it for, and under which case',
  })
  @IsOptional()
  @IsObject()
  context?: Record<string, unknown>;
}

export class AccessEvaluation extends AccessQuestion {}

export class AccessOptions {
  @ApiProperty({ required: false, enum: SEMANTICS, default: 'execute_all' })
  @IsOptional()
  @IsIn(SEMANTICS)
  evaluations_semantic?: Semantic;
}

export class AccessEvaluations extends AccessQuestion {
  @ApiProperty({
    required: false,
    type: [AccessEvaluation],
    maxItems: AT_ONCE,
    description: 'each takes what it lacks from above',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => AccessEvaluation)
  evaluations?: AccessEvaluation[];

  @ApiProperty({ required: false, type: AccessOptions })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AccessOptions)
  options?: AccessOptions;
}

export class AccessContext {
  @ApiProperty({
    description:
      'the ground of a permission, or the first reason of a refusal; NOT_FOUND for what the person may not know of',
  })
  reason: string;

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ type: [String], description: 'the fields the person would be shown, by name' })
  fields: string[];

  @ApiProperty({ description: 'the signed promise that the record of this question will stand in the log' })
  auditPromise: string;
}

export class AccessDecision {
  @ApiProperty()
  decision: boolean;

  @ApiProperty({ type: AccessContext })
  context: AccessContext;
}

export class AccessDecisions {
  @ApiProperty({ type: [AccessDecision] })
  evaluations: AccessDecision[];
}
