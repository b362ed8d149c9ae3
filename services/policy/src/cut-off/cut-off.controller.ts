// How far each change that took something away has come: for the parties, the secretariat and oversight.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ActOnInstrument } from '../instrument/instrument.commands.ts';
import { toProblem } from '../instrument/instrument.refusals.ts';
import { cutOffAnswer } from './cut-off.answer.ts';
import { CutOffList } from './cut-off.dto.ts';

@ApiTags('instruments')
@Controller('instruments/:instrumentId/cut-offs')
export class CutOffController {
  constructor(private readonly commands: CommandBus) {}

  @Get()
  @Duty('ReadInstruments')
  @ApiOperation({
    summary: 'How far suspensions and other cut-offs are',
    description: 'Complete when every service has durably applied the bundle that says so, or its lease has expired.',
  })
  @ApiOkResponse({ type: CutOffList })
  async list(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CutOffList> {
    const ran = await this.commands.execute(new ActOnInstrument(asked, id, { type: 'read' }));
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    return { cutOffs: ran.cutOffs.map(cutOffAnswer) };
  }
}
