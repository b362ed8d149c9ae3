// Candidates for a page of what went to own readers: SQL narrows, each row is decided.
import { eachWithPresentSubjects, ownItem, type Agency, type HeldItem } from '@gatehouse/sharing';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { reportStream } from '../intelligence-report/intelligence-report.events.ts';
import { DisseminatedReportRow } from './disseminated-report.entity.ts';

export interface Candidate {
  position: string;
  held: HeldItem;
}

/** So many rows are looked at before the next are asked for. */
const BATCH = 100;

@Injectable()
export class DisseminatedReportRows {
  constructor(
    @InjectRepository(DisseminatedReportRow, READ_MODEL) private readonly rows: Repository<DisseminatedReportRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  /** The youngest first, before a position. */
  async before(product: string | null, position: string | null): Promise<Candidate[]> {
    const query = this.rows.createQueryBuilder('d').orderBy('d.position', 'DESC').take(BATCH);
    if (product !== null) query.andWhere('d.product = :product', { product });
    if (position !== null) query.andWhere('d.position < :position', { position });
    const rows = await query.getMany();
    const items = rows.map(({ outgoing }) => outgoing);
    const present = await eachWithPresentSubjects(this.agency, this.agency.pool, items);
    return rows.map((row, place) => ({ position: row.position, held: this.#held(row, present[place]) }));
  }

  #held({ event, outgoing, withdrawn, reportUrn }: DisseminatedReportRow, present = outgoing): HeldItem {
    const { occurredAt, recordedAt, ...rest } = event;
    const goneOutBy = { ...rest, occurredAt: new Date(occurredAt), recordedAt: new Date(recordedAt) };
    return { ...ownItem(this.agency, goneOutBy, present), withdrawn, sealedUnder: reportStream(reportUrn) };
  }
}
