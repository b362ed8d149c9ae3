import type { SignatureFault } from '@gatehouse/policy';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { instrumentDecider } from './instrument.decider.ts';
import {
  drafted,
  inForce,
  ofText,
  POLICE,
  PRISON,
  reviewed,
  secretary,
  signatory,
  signed,
  T0,
  T1,
  textOf,
} from './instrument.fixture.ts';
import { lifeState } from './instrument.state.ts';

const nothing = decider(instrumentDecider);
const NARROW = { title: 'narrower' };
const LONGER = { term: { from: '2026-01-01', to: '2028-12-31' } };

const draft = (version: number, more = {}, replaces: string | null = null, effectiveFrom: string | null = null) => ({
  type: 'DraftInstrument' as const,
  data: { ...secretary(), actsFor: null, ...textOf(version, more), effectiveFrom, replaces, compared: [] },
});
const review = (person = 're-one', ...text: Parameters<typeof ofText>) => ({
  type: 'ReviewInstrument' as const,
  data: { ...secretary(), by: { agency: 'gatehouse-policy', person }, actsFor: null, ...ofText(...text) },
});
const sign = (party: string, fault: SignatureFault | null = null, by = party, ...text: Parameters<typeof ofText>) => ({
  type: 'SignInstrument' as const,
  data: { ...signatory(by), ...ofText(...text), actsFor: by, party, kid: `key-${party}`, jws: `jws-${party}`, fault },
});
const bring = (verified: string[], at = T0, ...text: Parameters<typeof ofText>) => ({
  type: 'BringIntoForce' as const,
  data: { ...secretary(at), actsFor: null, ...ofText(...text), verified, fits: true, compared: [] },
});
const BOTH = [PRISON, POLICE];

describe('a first version', () => {
  it('is drafted, reviewed by another, signed by each party, and only then brought into force', () => {
    nothing.when(draft(1)).expectEventTypes('MouDrafted');
    const draftOne = nothing.given(drafted());
    draftOne.when(sign(PRISON)).expectRefusal('not-reviewed');
    draftOne.when(bring(BOTH)).expectRefusal('not-reviewed');
    draftOne.when(review('se-one')).expectRefusal('reviewer-drafted-it');
    draftOne.when(review()).expectEventTypes('MouReviewed');
    const one = draftOne.given(reviewed(), signed(PRISON));
    one.when(bring([PRISON])).expectRefusal('signatures-missing');
    one.given(signed(POLICE)).when(bring(BOTH)).expectEventTypes('MouEnteredIntoForce');
  });

  it('stays out of force while a signature does not verify any more', () =>
    nothing
      .given(drafted(), reviewed(), signed(PRISON), signed(POLICE))
      .when(bring([POLICE]))
      .expectRefusal('signature-void'));

  it('is in force in its term alone, by the day of its own zone', () => {
    const whole = nothing.given(drafted(), reviewed(), signed(PRISON), signed(POLICE));
    whole.when(bring(BOTH, '2025-12-31T18:59:59.999Z')).expectRefusal('term-not-begun');
    whole.when(bring(BOTH, '2025-12-31T19:00:00.000Z')).expectEventTypes('MouEnteredIntoForce');
    whole.when(bring(BOTH, '2026-12-31T18:59:59.999Z')).expectEventTypes('MouEnteredIntoForce');
    whole.when(bring(BOTH, '2026-12-31T19:00:00.000Z')).expectRefusal('term-over');
  });

  it.each<SignatureFault>([
    'signature-by-an-unknown-key',
    'signature-by-a-revoked-key',
    'signature-over-another-version',
    'signature-does-not-verify',
    'signature-before-the-text',
  ])('takes no signature with a fault: %s', (fault) =>
    nothing.given(drafted(), reviewed()).when(sign(PRISON, fault)).expectRefusal(fault),
  );

  it('takes a signature from its own party, over its own text, once', () => {
    const open = nothing.given(drafted(), reviewed());
    open.when(sign(PRISON, null, POLICE)).expectRefusal('signature-of-another-party');
    open.when(sign('kz-probation', null, 'kz-probation')).expectRefusal('not-a-party');
    open.when(sign(PRISON, null, PRISON, 1, NARROW)).expectRefusal('not-this-version');
    const once = open.given(signed(PRISON));
    once.when(sign(PRISON)).expectEvents();
    const other = sign(PRISON);
    once.when({ ...other, data: { ...other.data, jws: 'another' } }).expectRefusal('already-signed');
  });

  it('is signed again with another key, since the first may be void and nothing else would end it', () => {
    const void1 = nothing.given(drafted(), reviewed(), signed(PRISON), signed(POLICE));
    const again = sign(POLICE);
    const signedAgain = { ...again, data: { ...again.data, kid: 'the next key', jws: 'by the next key' } };
    void1.when(signedAgain).expectEventTypes('MouSigned');
    const { actsFor: _whom, fault: _none, ...data } = signedAgain.data;
    const state = void1.given({ type: 'MouSigned', data }).when(bring(BOTH)).state();
    expect(state.status === 'known' && state.agreed[0]?.signatures.map(({ kid }) => kid)).toEqual([
      `key-${PRISON}`,
      'the next key',
    ]);
  });

  it('may be replaced until all have signed it, by whoever has read it; what was signed of it falls with it', () => {
    const open = nothing.given(drafted());
    open.when(draft(1)).expectEvents();
    open.when(draft(1, NARROW)).expectRefusal('another-draft-pending');
    open.when(draft(1, NARROW, 'unread')).expectRefusal('no-such-draft');
    open.when(draft(1, NARROW, textOf(1).sha256)).expectEventTypes('MouDrafted');
    const oneSigned = open.given(reviewed(), signed(PRISON));
    const replaced = oneSigned.when(draft(1, NARROW, textOf(1).sha256)).state();
    expect(replaced).toMatchObject({ pending: { sha256: textOf(1, NARROW).sha256, reviewedAt: null, signatures: [] } });
    const allSigned = oneSigned.given(signed(POLICE));
    allSigned.when(draft(1, NARROW, textOf(1).sha256)).expectRefusal('draft-signed');
  });

  it('says by its state how far it is', () => {
    const steps = [drafted(), reviewed(), signed(PRISON), signed(POLICE), inForce[4]!];
    const states = steps.map((_, last) => {
      const state = nothing
        .given(...steps.slice(0, last + 1))
        .when(review())
        .state();
      return state.status === 'none' ? 'none' : lifeState(state);
    });
    expect(states).toEqual(['REVIEWED', 'REVIEWED', 'REVIEWED', 'SIGNED', 'IN_FORCE']);
  });
});

describe('an amendment', () => {
  const standing = nothing.given(...inForce);

  it('is signed again by everybody, and takes effect when it was agreed to', () => {
    standing.when(draft(3, NARROW)).expectRefusal('version-not-next');
    standing.when(draft(2, NARROW, null, '2026-11-23T08:00:00.000Z')).expectRefusal('effective-in-the-past');
    const two = standing.given(drafted(2, NARROW), reviewed(2, NARROW));
    two.when(bring(BOTH, T1, 2, NARROW)).expectRefusal('signatures-missing');
    const whole = two.given(signed(PRISON, 2, NARROW), signed(POLICE, 2, NARROW));
    whole.when(bring(BOTH, T1, 2, NARROW)).expectEvents({
      type: 'MouAmended',
      data: { ...secretary(T1), ...ofText(2, NARROW), effectiveFrom: T1 },
    });
  });

  it('that races another is refused: one draft stands', () => {
    const raced = standing.given(drafted(2, NARROW));
    raced.when(draft(2, { title: 'the other' })).expectRefusal('another-draft-pending');
    raced.when(draft(2, NARROW)).expectEvents();
  });

  it('puts nobody out without his signature', () => {
    const alone = { parties: [{ id: PRISON, kind: 'prison', country: 'KZ' }] };
    const given = standing.given(drafted(2, alone), reviewed(2, alone), signed(PRISON, 2, alone));
    given.when(bring([PRISON], T1, 2, alone)).expectRefusal('signatures-missing');
  });

  it('of the term alone is a renewal', () => {
    const whole = standing.given(
      drafted(2, LONGER),
      reviewed(2, LONGER),
      signed(PRISON, 2, LONGER),
      signed(POLICE, 2, LONGER),
    );
    whole.when(bring(BOTH, T1, 2, LONGER)).expectEventTypes('MouRenewed');
  });
});

describe('whoever is no party', () => {
  it('learns as much as where there is nothing', () => {
    const read = { type: 'ReadInstrument' as const, data: { ...signatory('kz-probation'), actsFor: 'kz-probation' } };
    nothing.when(read).expectRefusal('instrument-unknown');
    nothing
      .given(...inForce)
      .when(read)
      .expectRefusal('not-a-party');
  });
});
