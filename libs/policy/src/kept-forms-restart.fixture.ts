// A process of the spec beside it: opens the stored bundle as a service that is back does, counts what it asks of Cedar meanwhile, and decides once.
import { openPool } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import type { JWK } from 'jose';
import { createRequire } from 'node:module';

const given = JSON.parse(process.env['GIVEN'] ?? '') as { url: string; verifyKey: JWK; secret: string };
const asked = { policySetTextToParts: 0, policyToJson: 0, validate: 0, schemaToJsonWithResolvedTypes: 0 };

// The module's exports are counted before anybody imports them.
const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Record<
  string,
  (...of: unknown[]) => unknown
>;
for (const name of Object.keys(asked) as (keyof typeof asked)[]) {
  const real = cedar[name]!;
  cedar[name] = (...of) => {
    asked[name] += 1;
    return real(...of);
  };
}
const { BundleKeeper } = await import('./bundle-keeper.ts');
const { products, question } = await import('./question.fixture.ts');

const pool = openPool(given.url, { applicationName: 'restart', max: 1, events: [], onFault: () => undefined });
const { verifyKey, secret } = given;
const keeper = new BundleKeeper({
  pool,
  verifyKey,
  signers: 'as-the-registry-says',
  clock: new HeldClock('2026-11-23T09:00:05Z'),
  products,
  secret,
  alarm: () => undefined,
});
const before = { ...asked };
await keeper.load();
const during = Object.fromEntries(
  Object.entries(asked).map(([name, many]) => [name, many - before[name as keyof typeof asked]]),
);
process.stdout.write(JSON.stringify({ effect: keeper.current()?.point.decide(question).effect, asked: during }));
await pool.end();
