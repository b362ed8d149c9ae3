// The rows a list looks at, in its order: what is immediate first, then by arrival. SQL narrows by what was asked for, and by what
// the rules that decide say of the columns. No rule is written here: whose row it is to see is decided row by row.
import type { Formula } from '@gatehouse/policy';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import type { ItemState } from '../received-item/standing.ts';
import type { InboxFilters } from './inbox.dto.ts';
import type { InboxRow } from './inbox.entity.ts';
import { narrowByPolicy } from './narrow-by-policy.ts';

/** A place in the list. */
export interface Place {
  immediate: boolean;
  position: string;
}

const AT_ONCE = 100;

/** The next rows behind a place, or from the start, of those `narrowing` holds of. `now` says what is overdue. */
export const candidates = (
  rows: Repository<InboxRow>,
  filters: InboxFilters,
  behind: Place | null,
  now: Date,
  narrowing: Formula = true,
): Promise<InboxRow[]> => {
  const query = rows.createQueryBuilder('item');
  // Behind what is not immediate there is nothing that is: said so, the page is a walk along the index from its place on, and
  // not over everything before it.
  if (behind?.immediate === false)
    query.andWhere('item.immediate = false and item.position > :position', { position: behind.position });
  else if (behind)
    query.andWhere('(item.immediate = false or item.position > :position)', { position: behind.position });
  narrow(query, filters, now);
  narrowByPolicy(query, narrowing, COLUMNS);
  return query.orderBy('item.immediate', 'DESC').addOrderBy('item.position', 'ASC').take(AT_ONCE).getMany();
};

const COLUMNS = { product: 'item.product', originator: 'item.originator', facts: 'item.facts' };

/** The words of `stateOf`, narrowing alone: what a row says of itself is said by that. */
const STATE: Record<ItemState, string> = {
  open: 'item.clearedAt is null and coalesce(item.validUntil > :now, true)',
  cleared: 'item.clearedAt is not null',
  expired: 'item.clearedAt is null and coalesce(item.validUntil <= :now, false)',
};

const OVERDUE = `coalesce(item.acknowledgedAt is null and item.acknowledgeBy <= :now and ${STATE.open}, false)`;

const narrow = (query: SelectQueryBuilder<InboxRow>, filters: InboxFilters, now: Date): void => {
  const { product, type, priority, from, receivedFrom, receivedUntil, acknowledged, overdue, corrected, state } =
    filters;
  if (product !== undefined) query.andWhere('item.product = :product', { product });
  if (type !== undefined) query.andWhere('item.alertType = :type', { type });
  if (priority !== undefined) query.andWhere('item.priority = :priority', { priority });
  if (from !== undefined) query.andWhere('item.originator = :from', { from });
  if (receivedFrom !== undefined) query.andWhere('item.receivedAt >= :receivedFrom', { receivedFrom });
  if (receivedUntil !== undefined) query.andWhere('item.receivedAt < :receivedUntil', { receivedUntil });
  if (acknowledged !== undefined)
    query.andWhere('(item.acknowledgedAt is not null) = :acknowledged', { acknowledged: acknowledged === 'true' });
  if (overdue !== undefined) query.andWhere(`${OVERDUE} = :overdue`, { overdue: overdue === 'true', now });
  if (state !== undefined) query.andWhere(`(${STATE[state]})`, { now });
  if (corrected !== undefined) query.andWhere('item.corrected = :corrected', { corrected: corrected === 'true' });
};
