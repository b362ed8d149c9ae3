import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EditDutyRota, ROTA_AGENCY } from './duty-rota.commands.ts';
import { dutyAt, type DutyRota, type DutyRotaCommand, type DutyRotaRefusal } from './duty-rota.decider.ts';
import {
  DutyAnswer,
  DutyRotaAnswer,
  HandOverBody,
  LineAboveAnswer,
  LineAboveBody,
  PlanDutyBody,
} from './duty-rota.dto.ts';
import { loadDutyRota } from './load-duty-rota.ts';

const problem = refusals<DutyRotaRefusal>({
  'duty-ends-before-it-begins': ['command-refused', 'Give an end that lies after the beginning.'],
  'duty-already-over': ['command-refused', 'Plan a duty that has not ended yet.'],
  'duties-overlap': ['command-refused', 'Somebody has the duty at that time; hand his duty over instead.'],
  'gap-leaves-nobody': [
    'command-refused',
    'This would leave a time with nobody on duty: let duties follow one another to the instant.',
  ],
  'duty-unknown': 'not-found',
  'duty-has-begun': ['state-conflict', 'The duty runs already; hand it over to somebody else.'],
  'hand-over-outside-duty': ['command-refused', 'Give an instant from now on that lies within the duty.'],
  'deputy-is-the-holder': ['command-refused', 'Name another person as deputy: the holder cannot stand in for himself.'],
  'named-twice': ['command-refused', 'Name each person once, with one address of each kind.'],
  'contact-missing': ['command-refused', 'Give each person at least one contact.'],
  'contact-no-address': ['command-refused', 'One of the contacts is no address of its kind.'],
  'line-leaves-nobody': ['command-refused', 'Name at least one post above the duty.'],
});

const dutyId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });
const instant = (text: string): string => new Date(text).toISOString();

/** The rota of the caller's own unit: no address names another one. */
@ApiTags('duty rota')
@Controller('duty-rota')
export class DutyRotaController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(ROTA_AGENCY) private readonly agency: Agency,
  ) {}

  @Get()
  @Duty('ReadDutyRota')
  @ApiOperation({ summary: 'Who is on duty in your unit, now and later, and the line above' })
  @ApiOkResponse({ type: DutyRotaAnswer })
  async read(@Ask() asked: RequestContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<DutyRotaAnswer> {
    const { unit } = asked.caller;
    const answer = rotaAnswer(unit, await loadDutyRota(this.agency.pool, unit), this.agency.clock.now().toISOString());
    const fields = Object.keys(answer).sort();
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadDutyRota',
      item: null,
      subjects: [],
      fields,
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return answer;
  }

  @Post('duties')
  @Duty('EditDutyRota')
  @ApiOperation({ summary: 'Plan a duty', description: 'Duties follow one another without a gap and never overlap.' })
  @ApiCreatedResponse({ type: DutyAnswer })
  async plan(
    @Ask() asked: RequestContext,
    @Body() { holder, deputies, from, until }: PlanDutyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DutyAnswer> {
    const planned = { dutyId: this.agency.newId(), holder, deputies, from: instant(from), until: instant(until) };
    await this.#edit(asked, reply, { type: 'PlanDuty', data: { ...planned, ...this.#by(asked) } });
    return { dutyId: planned.dutyId };
  }

  @Post('duties/:dutyId/hand-over')
  @HttpCode(200)
  @Duty('EditDutyRota')
  @ApiOperation({ summary: 'Hand the rest of a duty over', description: 'From the instant named, to its end.' })
  @ApiOkResponse({ type: DutyAnswer })
  async handOver(
    @Ask() asked: RequestContext,
    @Param('dutyId', dutyId()) id: string,
    @Body() { holder, deputies, from }: HandOverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DutyAnswer> {
    const nextDutyId = this.agency.newId();
    const data = { dutyId: id, nextDutyId, holder, deputies, from: instant(from), ...this.#by(asked) };
    await this.#edit(asked, reply, { type: 'HandOverDuty', data });
    return { dutyId: nextDutyId };
  }

  @Post('duties/:dutyId/withdrawal')
  @HttpCode(200)
  @Duty('EditDutyRota')
  @ApiOperation({ summary: 'Withdraw a duty that has not begun', description: 'Refused where it leaves nobody.' })
  @ApiOkResponse({ type: DutyAnswer })
  async withdraw(
    @Ask() asked: RequestContext,
    @Param('dutyId', dutyId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DutyAnswer> {
    await this.#edit(asked, reply, { type: 'WithdrawDuty', data: { dutyId: id, ...this.#by(asked) } });
    return { dutyId: id };
  }

  @Post('line')
  @HttpCode(200)
  @Duty('EditDutyRota')
  @ApiOperation({ summary: 'Say who is above the duty', description: 'Called in this order until somebody answers.' })
  @ApiOkResponse({ type: LineAboveAnswer })
  async line(
    @Ask() asked: RequestContext,
    @Body() { posts }: LineAboveBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LineAboveAnswer> {
    await this.#edit(asked, reply, { type: 'SetLineAbove', data: { posts, ...this.#by(asked) } });
    return { posts: posts.length };
  }

  #by({ caller }: RequestContext) {
    return { unit: caller.unit, by: caller.person, at: this.agency.clock.now().toISOString() };
  }

  async #edit(asked: RequestContext, reply: FastifyReply, command: DutyRotaCommand): Promise<void> {
    const { refusal, promise } = await this.commands.execute(new EditDutyRota(asked, command));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
  }
}

const rotaAnswer = (unit: string, rota: DutyRota, now: string): DutyRotaAnswer => {
  const ahead = rota.duties.filter(({ until }) => until > now);
  const covered = dutyAt(rota, now) !== undefined;
  return {
    unit,
    covered,
    coveredUntil: covered ? (ahead.at(-1)?.until ?? null) : null,
    duties: ahead,
    line: rota.line,
  };
};
