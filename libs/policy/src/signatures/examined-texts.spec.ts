// Signatures are examined once for the same text and the same keys, and again when any of them is another.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { generatePartyKeys, type PartyKeys } from '@gatehouse/crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Bundle } from '../bundle.ts';
import { products } from '../question.fixture.ts';
import type { AgreedText } from './agreed-text.ts';
import { examinedOnce } from './examined-texts.ts';
import type { ToJudge } from './in-force-here.ts';
import { knownFrom, registered, signedText } from './signed-text.fixture.ts';

const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'] as const;
const MOU = parse(loadInstrumentSource('kz-prisons-police').text, { schema: 'core' }) as InstrumentDocument;

let signers: PartyKeys[];
let text: AgreedText;
beforeAll(async () => {
  signers = await Promise.all([PRISON, POLICE].map(generatePartyKeys));
  text = await signedText(MOU, signers);
});

const examined = (more: Partial<ToJudge> = {}, texts = [text]) =>
  examinedOnce(
    {
      bundle: { signingKeys: registered(signers) } as Bundle,
      known: knownFrom(signers),
      products,
      remembered: { texts: [], revoked: [], orders: [] },
      ...more,
    },
    MOU.id,
    texts,
  );

it('a good text is examined once, whoever else has keys', async () => {
  const first = await examined();
  expect([first.code, first.compiled?.length, [...first.keys.keys()]]).toEqual([null, 1, [PRISON, POLICE]]);
  expect(await examined()).toBe(first);
  const stranger = await generatePartyKeys('kz-probation');
  const signingKeys = registered([...signers, stranger]);
  expect(await examined({ bundle: { signingKeys } as Bundle, known: knownFrom([...signers, stranger]) })).toBe(first);
});

it('it is examined again when a key was not given here, is not registered, or was revoked', async () => {
  await examined();
  const unknown = 'signature-by-an-unknown-key';
  expect((await examined({ known: knownFrom(signers.slice(0, 1)) })).code).toBe(unknown);
  expect((await examined({ bundle: { signingKeys: registered(signers.slice(0, 1)) } as Bundle })).code).toBe(unknown);
  expect((await examined({ bundle: {} as Bundle })).code).toBe(unknown);
  const { kid } = knownFrom(signers)[POLICE]![0]!;
  const revoked = [{ party: POLICE, kid, since: '2026-01-02T00:00:00.000Z' }];
  const remembered = { texts: [], revoked, orders: [] };
  expect((await examined({ remembered })).code).toBe('signature-by-a-revoked-key');
});

it('every party signs each version', async () => {
  const half = { ...text, signatures: text.signatures.slice(0, 1) };
  expect((await examined({}, [half])).code).toBe('signature-missing');
  const second = await signedText({ ...MOU, version: 2 }, signers.slice(0, 1), '2026-02-01T00:00:00.000Z');
  expect((await examined({}, [text, second])).code).toBe('signature-missing');
});
