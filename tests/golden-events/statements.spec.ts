// Whoever asks store.events in a statement of its own sees what was written, not what is read today. Each such file stands here with
// the reason why that does no harm; one that hands on what an event says does so in the version of today.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { productionSources, ROOT } from './events-in-code.ts';

const LOOK_INTO_DATA: Record<string, string> = {
  'libs/sharing/src/replay/released-since.ts': 'narrows by the recipient and the message of a ledger entry',
  'libs/liaison/src/performance/released-under.ts': 'finds by type, stream and instant, and counts what is read',
  'services/prison-intelligence/src/item-feedback/item-feedback.ts':
    'narrows by the item and the sender in the envelope',
  'services/prison-intelligence/src/disseminated-report/acknowledgements.ts': 'orders by the instant',
  'services/prison-intelligence/src/intelligence-report/resting-on.ts': 'joins by URNs, ids alone are handed on',
  'services/prison-intelligence/src/intelligence-alert/beneath.ts': 'finds by id, URNs alone are handed on',
  'services/prison-intelligence/src/alert-board/alert-board.migration.ts': 'indexes for the statements above',
  'services/prison-intelligence/src/report-register/report-register.migration.ts': 'an index for the statements above',
};
/** Ask for a place or an instant, and nothing an event says. */
const COLUMNS_ALONE = ['libs/projections/src/lag.ts', 'libs/projections/src/rebuild/replay-event.ts'];
/** Takes the whole of what an event says. */
const TAKES_DATA = /select (?:[\w.]+, )*(?:data|\*)(?=,| from)[^;`]*?from store\.events/g;

const asking = productionSources().filter(
  (file) => !file.startsWith('libs/event-store/') && readFileSync(join(ROOT, file), 'utf8').includes('store.events'),
);

it('every statement over store.events is known, with the reason why it may see what was written', () => {
  expect(asking.toSorted()).toEqual([...Object.keys(LOOK_INTO_DATA), ...COLUMNS_ALONE].toSorted());
});

it.each(asking)('%s hands on the data of an event in the version of today only', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const taking = text.match(TAKES_DATA) ?? [];
  expect(
    taking.filter((statement) => !statement.startsWith('select event_id, stream_id, type, type_version, data')),
  ).toEqual([]);
  expect(taking.length > 0).toBe(text.includes('currentData<'));
});
