// The rows a list of requests looks at, by arrival. Whoever was never sent the item has nothing to ask.
import { Inject, Injectable } from '@nestjs/common';
import type { Repository } from 'typeorm';
import { CONSENT_ROWS } from '../consents.ts';
import type { RequestState } from './consent-request.dto.ts';
import type { ConsentRequestRow } from './consent-request.entity.ts';

const FROM_A_HOLDER = `exists (select 1 from sharing.holder h
  where h.item_id = request.item_id and h.recipient = request.envelope ->> 'originator')`;

@Injectable()
export class ConsentRequestRows {
  constructor(@Inject(CONSENT_ROWS) private readonly rows: Repository<ConsentRequestRow>) {}

  /** The next behind a position, oldest first. */
  behind(position: string, status?: RequestState): Promise<ConsentRequestRow[]> {
    const query = this.rows.createQueryBuilder('request').where(FROM_A_HOLDER);
    query.andWhere('request.position > :position', { position });
    if (status) query.andWhere('request.status = :status', { status });
    return query.orderBy('request.position', 'ASC').limit(20).getMany();
  }
}
