import { Ask, Duty, NeverKept, PurposeInBody, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AUTHZEN, evaluate, type Authzen } from './evaluate.ts';
import {
  AccessDecision,
  AccessEvaluation,
  AccessDecisions,
  AccessEvaluations,
  type Semantic,
} from './evaluation.dto.ts';

const DESCRIPTION =
  'OpenID AuthZEN Authorization API 1.0, for systems of this agency about people of this agency. Understood are the action `open` ' +
  'on a resource `item`, and a duty on the resource `service` of this name; anything else is no permission. Nothing is opened by asking.';
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

@ApiTags('authzen')
@Controller('access/v1')
export class EvaluationController {
  constructor(@Inject(AUTHZEN) private readonly authzen: Authzen) {}

  @Post('evaluation')
  @HttpCode(200)
  @Duty('EvaluateAccess')
  @PurposeInBody()
  @NeverKept()
  @ApiOperation({ summary: 'May this person do this?', description: DESCRIPTION })
  @ApiOkResponse({ type: AccessDecision })
  one(
    @Ask() asked: RequestContext,
    @Body() body: AccessEvaluation,
    @Headers('x-request-id') requestId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessDecision> {
    echo(requestId, reply);
    return evaluate(this.authzen, asked, body);
  }

  @Post('evaluations')
  @HttpCode(200)
  @Duty('EvaluateAccess')
  @PurposeInBody()
  @NeverKept()
  @ApiOperation({ summary: 'May these people do these things?', description: DESCRIPTION })
  @ApiExtraModels(AccessDecision, AccessDecisions)
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(AccessDecisions) }, { $ref: getSchemaPath(AccessDecision) }] },
  })
  async several(
    @Ask() asked: RequestContext,
    @Body() { evaluations = [], options, ...usual }: AccessEvaluations,
    @Headers('x-request-id') requestId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessDecisions | AccessDecision> {
    echo(requestId, reply);
    if (evaluations.length === 0) return evaluate(this.authzen, asked, usual);
    const semantic = options?.evaluations_semantic ?? 'execute_all';
    const answers: AccessDecision[] = [];
    for (const one of evaluations) {
      const answer = await evaluate(this.authzen, asked, within(usual, one));
      answers.push(answer);
      if (ends(semantic, answer)) break;
    }
    return { evaluations: answers };
  }
}

/** What an evaluation leaves out it takes from above. */
const within = (usual: AccessEvaluation, one: AccessEvaluation): AccessEvaluation => ({
  subject: one.subject ?? usual.subject,
  action: one.action ?? usual.action,
  resource: one.resource ?? usual.resource,
  context: one.context ?? usual.context,
});

const ends = (semantic: Semantic, { decision }: AccessDecision): boolean =>
  semantic === 'deny_on_first_deny' ? !decision : semantic === 'permit_on_first_permit' && decision;

/** The standard wants it back, for whoever asks to find his own question again. */
const echo = (requestId: string | undefined, reply: FastifyReply): void => {
  if (requestId !== undefined && REQUEST_ID.test(requestId)) void reply.header('x-request-id', requestId);
};
