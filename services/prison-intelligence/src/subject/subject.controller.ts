import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { auditReferences, recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { Body, Controller, Get, Inject, Param, Put, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { AttestSubjectStatus } from './attest-subject-status.ts';
import type { SubjectRefusal } from './subject.decider.ts';
import { SubjectStatusAnswer, SubjectStatusBody } from './subject.dto.ts';
import { loadSubject } from './subject-facts.ts';

const SUBJECT_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

const problem = refusals<SubjectRefusal>({
  'acquittal-of-another-case': ['command-refused', 'Name the acquitted case among the cases of the person.'],
  'acquitted-twice-in-a-case': ['command-refused', 'Name one acquittal for each case: the last.'],
  'consent-ends-before-it-begins': ['command-refused', 'Give each consent an end after its beginning.'],
  'sealed-record-opened-again': [
    'command-refused',
    'A sealed record stays sealed; only a court opens it: name its order.',
  ],
  'final-acquittal-undone': [
    'command-refused',
    'A final acquittal stays; only a court can say otherwise: name its order.',
  ],
});

@ApiTags('subjects')
@Controller('subjects')
export class SubjectController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Put(':subjectId/status')
  @Duty('AttestSubjectStatus')
  @ApiOperation({
    summary: "Attest a person's status",
    description:
      'Whole: what is left out is said to be not so. It decides about every item there is, and reaches whoever holds one.',
  })
  @ApiOkResponse({ type: SubjectStatusAnswer })
  async attest(
    @Ask() asked: RequestContext,
    @Param('subjectId') subjectId: string,
    @Body() body: SubjectStatusBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectStatusAnswer> {
    if (!SUBJECT_ID.test(subjectId)) throw new Problem('not-found');
    const status = statusOf(subjectId, body);
    const { refusal, promise } = await this.commands.execute(new AttestSubjectStatus(asked, status));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    return { subjectId, status: body };
  }

  @Get(':subjectId/status')
  @Duty('ReadSubjectStatus')
  @ApiOperation({ summary: 'What is attested about a person', description: 'null where nothing is.' })
  @ApiOkResponse({ type: SubjectStatusAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('subjectId') subjectId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectStatusAnswer> {
    if (!SUBJECT_ID.test(subjectId)) throw new Problem('not-found');
    const { status } = await loadSubject(this.agency.pool, subjectId);
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadSubjectStatus',
      item: null,
      subjects: auditReferences(this.agency, [subjectId]),
      fields: status ? Object.keys(status).sort() : [],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { subjectId, status };
  }
}

const statusOf = (subjectId: string, body: SubjectStatusBody) => ({
  subjectId,
  category: body.category,
  cases: body.cases,
  juvenile: body.juvenile ?? null,
  sealedSince: body.sealedSince ?? null,
  limitedTo: body.limitedTo ?? null,
  acquitted: body.acquitted ?? [],
  ...(body.courtOrder !== undefined && { courtOrder: body.courtOrder }),
  consents: (body.consents ?? []).map(({ until, ...consent }) => ({ ...consent, until: until ?? null })),
});
