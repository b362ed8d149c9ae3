// A bundle as it was issued once, with an amended agreement and a key that followed another: what was signed then is in force with every
// later program, and only with every signature.
import { describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { readFileSync } from 'node:fs';
import { verifyBundle, type Bundle } from '../bundle.ts';
import { products } from '../question.fixture.ts';
import { inForceHere, type Remembered } from './in-force-here.ts';
import type { KnownSigners } from './signing-keys.ts';

interface Golden {
  registry: JWK;
  known: KnownSigners;
  bundle: string[];
}

const golden = JSON.parse(readFileSync(new URL('golden-bundle.json', import.meta.url), 'utf8')) as Golden;
const NOTHING: Remembered = { texts: [], revoked: [], orders: [] };
const read = (): Promise<Bundle> => verifyBundle(golden.bundle.join(''), golden.registry);
const judged = (bundle: Bundle, known = golden.known) => inForceHere({ bundle, known, products, remembered: NOTHING });

describe('a bundle of another day', () => {
  it('is read, verified and in force', async () => {
    const { bundle, heldOut } = await judged(await read());
    expect([bundle.version, heldOut]).toEqual([7, []]);
    expect(bundle.instruments.map(({ state, history }) => [state, history?.map(({ version }) => version)])).toEqual([
      ['IN_FORCE', [1, 2]],
    ]);
  });

  it('is of no force without what its parties say', async () => {
    const bundle = await read();
    const codes = async (...given: Parameters<typeof judged>) =>
      (await judged(...given)).heldOut.map(({ code }) => code);
    expect(await codes(bundle, {})).toEqual(['signature-by-an-unknown-key']);
    const [prison, police] = bundle.signingKeys!;
    const unendorsed = police!.keys.map((one) => ({ ...one, endorsement: null }));
    const signingKeys = [prison!, { ...police!, keys: unendorsed }];
    expect(await codes({ ...bundle, signingKeys })).toEqual(['signature-by-an-unknown-key']);
    const instruments = bundle.instruments.map((one) => ({
      ...one,
      texts: one.texts!.map((text) => ({ ...text, document: { ...text.document, title: 'Another (invented)' } })),
    }));
    expect(await codes({ ...bundle, instruments })).toEqual(['signature-does-not-verify']);
  });
});
