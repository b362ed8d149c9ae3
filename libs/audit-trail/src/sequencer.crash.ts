// Run by sequencer.int.spec.ts as a process of its own, to be killed at a failpoint: one round on the database named.
import pg from 'pg';
import { sequencerOf } from './sequencer.fixture.ts';

const pool = new pg.Pool({ connectionString: process.argv[2] });
await sequencerOf(pool).runOnce();
await pool.end();
