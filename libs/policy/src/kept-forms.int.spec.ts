import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { migrate } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { signBundle } from './bundle.ts';
import { BundleKeeper } from './bundle-keeper.ts';
import { policyMigrations } from './policy-migrations.ts';
import { inForce, products } from './question.fixture.ts';

const ROOT = new URL('../../../', import.meta.url);
const file = (path: string): string => fileURLToPath(new URL(path, ROOT));

let db: FreshDatabase;
let keys: PartyKeys;
beforeEach(async () => {
  keys = await generatePartyKeys('policy');
  db = await freshDatabase('forms');
  await migrate(db.pool, [policyMigrations]);
  const clock = new HeldClock('2026-11-23T09:00:00Z');
  const keeper = new BundleKeeper({
    pool: db.pool,
    verifyKey: publicKeys(keys).signing,
    signers: 'as-the-registry-says',
    clock,
    products,
    secret: keys.cursor,
    alarm: () => undefined,
  });
  await keeper.accept(await signBundle(inForce, keys));
});
afterEach(() => db.drop());

/** What a new process says of a start on this database: what it decides, and which of Cedar's work it asked for itself. */
const restarted = async (secret = keys.cursor): Promise<{ effect: string; asked: Record<string, number> }> => {
  const given = { url: db.url, verifyKey: publicKeys(keys).signing, secret };
  const child = spawn(
    process.execPath,
    ['--import', file('start/typescript-loader.mjs'), file('libs/policy/src/kept-forms-restart.fixture.ts')],
    { env: { ...process.env, GIVEN: JSON.stringify(given) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  await once(child, 'close');
  return JSON.parse(said) as { effect: string; asked: Record<string, number> };
};

const NOTHING = { policySetTextToParts: 0, policyToJson: 0, validate: 0, schemaToJsonWithResolvedTypes: 0 };

describe('a process that is back', () => {
  it('decides with the stored bundle without asking Cedar again for what it kept', async () => {
    expect(await restarted()).toEqual({ effect: 'PERMIT_REDACTED', asked: NOTHING });
  });

  it('asks Cedar for what somebody else wrote into the database, and decides by the text that was signed', async () => {
    await db.pool.query(`update policy.forms set forms = replace(forms, '"forbid"', '"permit"')`);
    const { effect, asked } = await restarted();
    expect(effect).toBe('PERMIT_REDACTED');
    expect(asked['policyToJson']).toBeGreaterThan(0);
    expect(asked['validate']).toBeGreaterThan(0);
  });

  it('takes nothing that was kept under another secret', async () => {
    const { effect, asked } = await restarted((await generatePartyKeys('other')).cursor);
    expect(effect).toBe('PERMIT_REDACTED');
    expect(asked['validate']).toBeGreaterThan(0);
  });

  it('takes no text for another: a row that was vouched for stands under its own name only', async () => {
    await db.pool.query(
      `update policy.forms a set forms = b.forms, vouched = b.vouched
       from policy.forms b where b.name = (select max(name) from policy.forms) and a.name <> b.name`,
    );
    expect((await restarted()).asked['validate']).toBeGreaterThan(0);
  });
});
