import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, type RequestContext } from '@gatehouse/service-kit';
import {
  changedDisclosures,
  lastRuns,
  nextOf,
  owedNow,
  placeOf,
  recordOwnRead,
  type Agency,
  type ChangedDisclosure,
  type StandingRun,
} from '@gatehouse/sharing';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ChangedDisclosuresAnswer,
  ChangedDisclosuresQuery,
  StandingDecisionsAnswer,
  type StandingRunRow,
} from './standing.dto.ts';

/** The agency whose disclosures are decided again. Given once, by the module. */
export const STANDING_AGENCY = Symbol('StandingAgency');

const RUNS_SHOWN = 20;

/** What this agency disclosed, decided again after a change of what rules. Names of fields and codes, never what an item says. */
@ApiTags('standing decisions')
@Controller('standing-decisions')
export class StandingController {
  constructor(@Inject(STANDING_AGENCY) private readonly agency: Agency) {}

  @Get()
  @Duty('ReadStandingDecisions')
  @ApiOperation({
    summary: 'How far what was disclosed is decided again, and what is owed for it',
    description: 'A run begins by itself when an instrument, or what rules beside it, has changed.',
  })
  @ApiOkResponse({ type: StandingDecisionsAnswer })
  async progress(
    @Ask() asked: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StandingDecisionsAnswer> {
    const { pool } = this.agency;
    const [runs, owed] = [await lastRuns(pool, RUNS_SHOWN), await owedNow(pool)];
    void reply.header(AUDIT_PROMISE_HEADER, await this.#recorded(asked, ['runs', 'owed']));
    return { runs: runs.map(runRow), owed };
  }

  @Get('changed')
  @Duty('ReadStandingDecisions')
  @ApiOperation({
    summary: 'What was disclosed and may not be at its recipient any more, wholly or in part',
    description: 'By recipient and item.',
  })
  @ApiOkResponse({ type: ChangedDisclosuresAnswer })
  async changed(
    @Ask() asked: RequestContext,
    @Query() { cursor, limit = 20, recipient }: ChangedDisclosuresQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedDisclosuresAnswer> {
    const listing = { list: 'standing-decisions', filters: recipient === undefined ? {} : { recipient } };
    const from = await placeOf(this.agency, asked, listing, cursor);
    const rows = await changedDisclosures(this.agency.pool, {
      ...(recipient === undefined ? {} : { recipient }),
      after: from && { recipient: from.by, itemId: from.reference },
      limit: limit + 1,
    });
    void reply.header(AUDIT_PROMISE_HEADER, await this.#recorded(asked, Object.keys(rows[0] ?? {}).toSorted()));
    const items = rows.slice(0, limit).map((row) => ({ ...row, since: row.since.toISOString() }));
    return { items, next: await nextOf(this.agency, asked, listing, { rows, limit, place }) };
  }

  #recorded(asked: RequestContext, fields: string[]): Promise<string> {
    return recordOwnRead(this.agency, asked, { action: 'ReadStandingDecisions', item: null, subjects: [], fields });
  }
}

const place = ({ recipient, itemId }: ChangedDisclosure) => ({ by: recipient, reference: itemId });

const runRow = ({ rulings: _rulings, products: _products, after: _after, ...run }: StandingRun): StandingRunRow => ({
  ...run,
  startedAt: run.startedAt.toISOString(),
  endedAt: run.endedAt?.toISOString() ?? null,
});
