import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, inUtc, type RequestContext } from '@gatehouse/service-kit';
import type { Agency } from '@gatehouse/sharing';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Attest, PERSONNEL_AGENCY } from './attest.ts';
import type { Attestation } from './personnel.decider.ts';
import {
  AssignmentBody,
  AttestedAnswer,
  CertificateBody,
  ChainBody,
  ConflictBody,
  EndedAssignmentBody,
  LapsedCertificateBody,
  VettingBody,
} from './personnel.dto.ts';
import { personId } from './person-id.ts';
import { personnelProblem } from './personnel-problem.ts';

@ApiTags('personnel')
@Controller('personnel/:person')
export class AttestController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(PERSONNEL_AGENCY) private readonly agency: Agency,
  ) {}

  @Post('assignments')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'Grant an assignment to a case' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  grantAssignment(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() body: AssignmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    const data = { person, case: body.case, from: this.#instant(body.from), until: inUtc(body.until) };
    return this.#attest(asked, { type: 'GrantAssignment', data }, reply);
  }

  @Post('ended-assignments')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'End an assignment to a case' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  endAssignment(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() body: EndedAssignmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    const data = { person, case: body.case, at: this.#instant(body.at) };
    return this.#attest(asked, { type: 'EndAssignment', data }, reply);
  }

  @Post('certificates')
  @Duty('AttestPersonnel')
  @ApiOperation({
    summary: 'Certify a training',
    description: 'Takes the place of an earlier certificate of the course.',
  })
  @ApiCreatedResponse({ type: AttestedAnswer })
  certifyTraining(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() body: CertificateBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    const data = { person, course: body.course, until: this.#instant(body.until) };
    return this.#attest(asked, { type: 'CertifyTraining', data }, reply);
  }

  @Post('lapsed-certificates')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'End a certificate before its day' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  lapseTraining(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() body: LapsedCertificateBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    const data = { person, course: body.course, at: this.#instant(body.at) };
    return this.#attest(asked, { type: 'LapseTraining', data }, reply);
  }

  @Post('vetting')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'Grant a level of vetting' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  grantVetting(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() { level, until }: VettingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    return this.#attest(asked, { type: 'GrantVetting', data: { person, level, until: inUtc(until) } }, reply);
  }

  @Post('revoked-vetting')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'Revoke the vetting', description: 'At once.' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  revokeVetting(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    return this.#attest(asked, { type: 'RevokeVetting', data: { person } }, reply);
  }

  @Post('conflicts')
  @Duty('AttestPersonnel')
  @ApiOperation({
    summary: 'Enter a declared conflict of interest',
    description: 'Items about that person are closed to him.',
  })
  @ApiCreatedResponse({ type: AttestedAnswer })
  declareConflict(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() { subject }: ConflictBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    return this.#attest(asked, { type: 'DeclareConflict', data: { person, subject } }, reply);
  }

  @Post('chain')
  @Duty('AttestPersonnel')
  @ApiOperation({ summary: 'Attest who stands above and below', description: 'Whole: who is left out is out of it.' })
  @ApiCreatedResponse({ type: AttestedAnswer })
  attestChain(
    @Ask() asked: RequestContext,
    @Param('person', personId) person: string,
    @Body() { people }: ChainBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AttestedAnswer> {
    return this.#attest(asked, { type: 'AttestChain', data: { person, people } }, reply);
  }

  #instant(given: string | undefined): string {
    return inUtc(given) ?? this.agency.clock.now().toISOString();
  }

  async #attest(asked: RequestContext, fact: Attestation, reply: FastifyReply): Promise<AttestedAnswer> {
    const { refusal, promise } = await this.commands.execute(new Attest(asked, fact));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw personnelProblem(refusal);
    return { person: fact.data.person, attested: fact.type };
  }
}
