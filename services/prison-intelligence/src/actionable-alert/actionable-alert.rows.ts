// Candidates for a page of alerts to act upon: SQL narrows, each row is decided.
import type { Agency, HeldItem } from '@gatehouse/sharing';
import { Inject, Injectable } from '@nestjs/common';
import { AGENCY } from '../agency.ts';
import type { AlertBoardRow } from '../alert-board/alert-board.entity.ts';
import { AlertBoardRows } from '../alert-board/alert-board.rows.ts';
import type { ActionableQuery } from './actionable-alert.dto.ts';
import { heldAlerts } from './load-actionable-alert.ts';

export interface Candidate {
  row: AlertBoardRow;
  held: HeldItem;
}

/** So many rows are looked at before the next are asked for. */
const BATCH = 100;

@Injectable()
export class ActionableRows {
  constructor(
    private readonly board: AlertBoardRows,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  /** The youngest first, before a position. */
  async before({ type, status }: ActionableQuery, position: string | null): Promise<Candidate[]> {
    const filters = { ...(type && { type }), ...(status && { status }) };
    const rows = await this.board.page(filters, position, BATCH);
    const held = await heldAlerts(this.agency, rows.map(alertOf));
    return rows.flatMap((row, place) => (held[place] ? { row, held: held[place] } : []));
  }
}

const alertOf = ({ event: { occurredAt, recordedAt, ...event }, record }: AlertBoardRow) => ({
  event: { ...event, occurredAt: new Date(occurredAt), recordedAt: new Date(recordedAt) },
  record,
});
