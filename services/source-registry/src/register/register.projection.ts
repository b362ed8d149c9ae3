// Folds entries into the register. One statement an event; what stands sealed stays where it is.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { SourceEvent } from '../source/source.events.ts';

export const register: Projection = {
  name: 'register',
  tables: [{ name: 'register', personalKey: true }],
  apply: (client, event) => apply(client, { type: event.type, data: event.data } as SourceEvent),
};

const apply = async (client: pg.ClientBase, event: SourceEvent): Promise<void> => {
  const { sourceId } = event.data;
  switch (event.type) {
    case 'SourceRegistered': {
      const { codeName, likeness, assignment, risk } = event.data;
      await client.query(
        `insert into register (source_id, code_name, status, handler, likeness, risk_level, review_by)
         values ($1, $2, 'registered', $3, $4, $5, $6)`,
        [sourceId, codeName, assignment.handler, likeness, risk.level, risk.reviewBy],
      );
      return;
    }
    case 'SourceAuthorised':
      return set(client, sourceId, 'status', 'authorised');
    case 'SourceDeregistered':
      return set(client, sourceId, 'status', 'deregistered');
    case 'SourceHandlerAssigned':
      return set(client, sourceId, 'handler', event.data.assignment.handler);
    case 'SourceContactRecorded':
      return set(client, sourceId, 'last_contact_at', event.data.metAt);
    case 'SourceRiskAssessed':
      await set(client, sourceId, 'risk_level', event.data.risk.level);
      return set(client, sourceId, 'review_by', event.data.risk.reviewBy);
    default:
      return;
  }
};

type Changing = 'status' | 'handler' | 'last_contact_at' | 'risk_level' | 'review_by';

const set = async (client: pg.ClientBase, sourceId: string, column: Changing, value: string): Promise<void> => {
  // `greatest` lets a contact that is entered late not stand for the last one.
  const to = column === 'last_contact_at' ? 'greatest(last_contact_at, $2::timestamptz)' : '$2';
  await client.query(`update register set ${column} = ${to} where source_id = $1`, [sourceId, value]);
};
