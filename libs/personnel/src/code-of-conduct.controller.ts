// The code of conduct: whoever works for the agency reads it and gives his own word on it, for a year and for one edition.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { codeLists } from '@gatehouse/contracts';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Attest, PERSONNEL_AGENCY, PERSONNEL_RECORD } from './attest.ts';
import { AcknowledgementBody, CodeOfConductAnswer } from './personnel.dto.ts';
import { personnelProblem } from './personnel-problem.ts';
import { loadPersonnel } from './reader-facts.ts';

const DAY_MS = 86_400_000;
const { edition, holdsDays, points } = codeLists.codeOfConduct;

@ApiTags('personnel')
@Controller('code-of-conduct')
export class CodeOfConductController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(PERSONNEL_AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadCodeOfConduct')
  @ApiOperation({ summary: 'The code of conduct, and whether you have given your word on it' })
  @ApiOkResponse({ type: CodeOfConductAnswer })
  async read(
    @Ask() asked: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeOfConductAnswer> {
    const { person } = asked.caller;
    const { codeOfConduct } = (await loadPersonnel(this.agency.pool, person)).personnel;
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadCodeOfConduct',
      item: { id: person, product: PERSONNEL_RECORD },
      subjects: [],
      fields: ['acknowledgedUntil'],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { edition, points, acknowledgedUntil: codeOfConduct?.edition === edition ? codeOfConduct.until : null };
  }

  @Post('acknowledgement')
  @Duty('AcknowledgeCodeOfConduct')
  @ApiOperation({ summary: 'Give your word on the code of conduct', description: `It holds for ${holdsDays} days.` })
  @ApiCreatedResponse({ type: CodeOfConductAnswer })
  async acknowledge(
    @Ask() asked: RequestContext,
    @Body() body: AcknowledgementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeOfConductAnswer> {
    const until = new Date(this.agency.clock.now().getTime() + holdsDays * DAY_MS).toISOString();
    const data = { person: asked.caller.person, edition: body.edition, until };
    const fact = { type: 'AcknowledgeCodeOfConduct', inForce: edition, data } as const;
    const { refusal, promise } = await this.commands.execute(new Attest(asked, fact));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw personnelProblem(refusal);
    return { edition, points, acknowledgedUntil: until };
  }
}
