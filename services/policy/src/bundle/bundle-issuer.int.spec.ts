// What the bundle says of a memorandum as it changes, and a text with which it would not fit on the bus: on a real database.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actsOn } from '../acts-on-memorandum.fixture.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from '../instrument/instrument.fixture.ts';
import { memorandum } from '../memorandum.fixture.ts';
import { MORNING, openRegistry, type OpenRegistry } from '../policy.fixture.ts';

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());
const { draft, review, sign, bring, agree, types, suspend, bundled } = actsOn(() => open);

describe('the bundle', () => {
  it('follows each change, grows, and is published when the broker is back', async () => {
    await agree(memorandum());
    const first = await open.issuer.publish();
    expect(await bundled()).toMatchObject({ state: 'IN_FORCE', compiled: { version: 1 } });
    await suspend({ kind: 'party', party: POLICE });
    await suspend({ kind: 'category', category: 'IDN' });
    open.broker.down = true;
    await expect(open.issuer.publish()).rejects.toThrow('the broker is down');
    open.broker.down = false;
    expect(await open.issuer.publish()).toBeGreaterThan(first);
    expect(await bundled()).toMatchObject({
      state: 'IN_FORCE',
      suspensions: [{ scope: { party: POLICE } }, { scope: { category: 'IDN' } }],
    });
    await suspend({ kind: 'all' });
    await open.issuer.publish();
    expect(await bundled()).toMatchObject({ state: 'SUSPENDED', suspension: { by: SECRETARIAT } });
  });

  it('keeps the versions in flight, and takes the next one when its day comes', async () => {
    await agree(memorandum());
    const tomorrow = '2026-11-24T03:00:00.000Z';
    const second = memorandum({ version: 2, title: 'Amended (invented)' });
    await draft(second, tomorrow);
    await review(second);
    for (const day of [null, '2026-11-25T03:00:00.000Z'])
      expect((await sign(POLICE, second, undefined, day)).refusal).toBe('signature-over-another-day');
    for (const party of [PRISON, POLICE]) await sign(party, second, undefined, tomorrow);
    expect((await bring(second)).refusal).toBeNull();
    await open.issuer.publish();
    expect(await bundled()).toMatchObject({
      compiled: { version: 1 },
      history: [
        { version: 1, effectiveFrom: MORNING },
        { version: 2, effectiveFrom: tomorrow },
      ],
    });
    open.clock.set(tomorrow);
    await open.issuer.publish();
    expect(await bundled()).toMatchObject({ compiled: { version: 2 } });
  });

  it('lengthens the term of what was published before a renewal, and keeps the hash that was signed', async () => {
    const [short, long] = ['2027-06-30', '2029-12-31'].map((to) => ({ term: { from: '2026-01-01', to } }));
    const first = memorandum(short);
    await agree(first);
    await agree(memorandum({ ...long, version: 2, clauses: first.clauses ?? [] }));
    expect(await types()).toContain('MouRenewed');
    await open.issuer.publish();
    const [before] = (await bundled())!.history!;
    expect([before!.compiled.term.to, before!.compiled.sha256]).toEqual(['2029-12-31', shaOf(first)]);
  });
});

describe('a text with which the bundle would not fit on the bus', () => {
  it('does not come into force, with an alarm, while what stops one always does', async () => {
    await agree(memorandum());
    open.registry.bundleBytes = await open.issuer.publish().then(() => open.sent.at(-1)!.value.length);
    const wider = memorandum({ version: 2, title: 'Amended (invented)' });
    await draft(wider);
    await review(wider);
    for (const party of [PRISON, POLICE]) await sign(party, wider);
    expect((await bring(wider)).refusal).toBe('bundle-too-large');
    expect(open.alarms).toEqual(['BUNDLE_TOO_LARGE']);
    expect((await suspend({ kind: 'all' })).refusal).toBeNull();
    await open.issuer.publish();
    expect(await bundled()).toMatchObject({ state: 'SUSPENDED', compiled: { version: 1 } });
  });
});
