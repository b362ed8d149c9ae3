// The rows a list of requests looks at, by arrival. Whoever was never sent the item has nothing to ask.
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { READ_MODEL } from '../agency.ts';
import type { RequestState } from './consent-request.dto.ts';
import { ConsentRequestRow } from './consent-request.entity.ts';

const FROM_A_HOLDER = `exists (select 1 from sharing.holder h
  where h.item_id = request.item_id and h.recipient = request.envelope ->> 'originator')`;

@Injectable()
export class ConsentRequestRows {
  constructor(@InjectRepository(ConsentRequestRow, READ_MODEL) private readonly rows: Repository<ConsentRequestRow>) {}

  /** The next behind a position, oldest first. */
  behind(position: string, status?: RequestState): Promise<ConsentRequestRow[]> {
    const query = this.rows.createQueryBuilder('request').where(FROM_A_HOLDER);
    query.andWhere('request.position > :position', { position });
    if (status) query.andWhere('request.status = :status', { status });
    return query.orderBy('request.position', 'ASC').limit(20).getMany();
  }
}
