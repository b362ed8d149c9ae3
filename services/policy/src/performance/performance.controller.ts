// How an instrument is kept, for its parties, the secretary and oversight: counts alone.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readStream } from '@gatehouse/event-store';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ActOnInstrument } from '../instrument/instrument.commands.ts';
import { toProblem } from '../instrument/instrument.refusals.ts';
import { REGISTRY, type Registry } from '../registry.ts';
import { loadWorkingGroup } from '../working-group/run-on-working-group.ts';
import { PerformanceAnswer } from './performance.dto.ts';
import { performanceStream, type PerformanceReportReceived } from './performance.events.ts';
import { performanceOf } from './performance.ts';

@ApiTags('working group')
@Controller('instruments/:instrumentId/performance')
export class InstrumentPerformanceController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {}

  @Get()
  @Duty('ReadWorkingGroup')
  @ApiOperation({
    summary: 'How an instrument is kept',
    description: 'Service levels as its parties report them, open corrections, disputes, escalations and obligations.',
  })
  @ApiOkResponse({ type: PerformanceAnswer })
  async read(
    @Ask() asked: RequestContext,
    @Param('instrumentId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PerformanceAnswer> {
    const ran = await this.commands.execute(new ActOnInstrument(asked, id, { type: 'read' }));
    void reply.header(AUDIT_PROMISE_HEADER, ran.promise);
    if (ran.refusal) throw toProblem(ran.refusal);
    if (ran.instrument.status === 'none') throw new Problem('not-found');
    const { pool, clock } = this.registry.agency;
    const reports = await readStream<PerformanceReportReceived>(pool, performanceStream(id));
    const group = await loadWorkingGroup(pool, id);
    const said = reports.map(({ data }) => data);
    return performanceOf(ran.instrument, group, said, clock.now().toISOString());
  }
}
