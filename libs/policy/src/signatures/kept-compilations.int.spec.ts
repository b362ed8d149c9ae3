import type { ProductCatalogue } from '@gatehouse/agreements';
import { generatePartyKeys } from '@gatehouse/crypto';
import { inTransaction, migrate } from '@gatehouse/event-store';
import { freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadInstrumentSource } from '@gatehouse/contracts';
import type { InstrumentDocument } from '@gatehouse/agreements';
import { policyMigrations } from '../policy-migrations.ts';
import { inForce, products } from '../question.fixture.ts';
import { VouchedRows } from '../vouched-rows.ts';
import { compilationOf, compiledTexts, toCompile } from './agreed-text.ts';
import { KeptCompilations } from './kept-compilations.ts';
import { signedText } from './signed-text.fixture.ts';

const document = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;
const AT = new Date('2026-11-23T09:00:00Z');

let db: FreshDatabase;
let rows: VouchedRows;
const bundle = { ...inForce, instruments: [{ ...inForce.instruments[0]!, texts: [await signedText(document, [])] }] };
const [text] = toCompile([{ document }]);

beforeEach(async () => {
  db = await freshDatabase('compilations');
  await migrate(db.pool, [policyMigrations]);
  rows = new VouchedRows((await generatePartyKeys('policy')).cursor);
  compiledTexts([{ document }], products);
  await inTransaction(db.pool, (client) => new KeptCompilations(rows, products).keep(client, bundle, AT));
});
afterEach(() => db.drop());

/** As a process that has compiled nothing yet. */
const recalled = async (by: ProductCatalogue = new Map(products), from = rows) => {
  await new KeptCompilations(from, by).recall(db.pool, bundle);
  return compilationOf(text!, by);
};

describe('what was compiled before', () => {
  it('is what it compiles to', async () => {
    const afresh = new Map(products);
    expect(await recalled()).toEqual(compiledTexts([{ document }], afresh)![0]);
  });

  it('is not taken once somebody wrote into the database', async () => {
    await db.pool.query(`update policy.forms set forms = replace(forms, 'INVESTIGATE', 'PROSECUTE')`);
    expect(await recalled()).toBeUndefined();
  });

  it('is not taken under another secret, nor for other products', async () => {
    expect(
      await recalled(new Map(products), new VouchedRows((await generatePartyKeys('other')).cursor)),
    ).toBeUndefined();
    expect(await recalled(new Map([...products].slice(1)))).toBeUndefined();
  });

  it('is not asked for where a text is no document', async () => {
    const broken = { ...bundle, instruments: [{ ...bundle.instruments[0]!, texts: [{}] as never }] };
    await new KeptCompilations(rows, new Map(products)).recall(db.pool, broken);
  });
});
