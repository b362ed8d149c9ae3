// A process of its own with a key store: FILE AGENCY-KEY make|destroy ITEM... Says the sealed word under each key it was given.
import { openKeyStore } from './open-key-store.ts';

const [file = '', agencyKey = '', what, ...itemIds] = process.argv.slice(2);
const store = await openKeyStore({ file, agencyKey }, null);
if (what === 'destroy') await store.destroy(itemIds, new Date('2026-11-21T10:00:00Z'));
else
  for (const [itemId, key] of await store.make(itemIds))
    if (key !== 'destroyed') process.stdout.write(`${itemId} ${key.sealText('word', 'said')}\n`);
