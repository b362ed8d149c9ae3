// Run by rebuild-killed.int.spec.ts as a process of its own, to be killed at a failpoint.
import { openPool } from '@gatehouse/event-store';
import { countedNotes } from './notes.fixture.ts';
import { rebuild } from './rebuild.ts';

const pool = openPool(process.argv[2] ?? '', { events: [{ Noted: [] }] });
const { end } = await rebuild(pool, countedNotes, { batch: 5, acceptDifferences: process.argv[3] === 'accept' });
await pool.end();
process.stdout.write(end);
