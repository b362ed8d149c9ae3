// How refusals about an instrument are answered. To whoever is no party of it, it does not exist.
import { Problem, refusals } from '@gatehouse/service-kit';
import type { InstrumentRefusal } from './instrument.decider.ts';

const problemOf = refusals<InstrumentRefusal>({
  'instrument-unknown': 'not-found',
  'not-a-party': 'not-found',
  'version-not-next': [
    'state-conflict',
    'Give the draft the version after the last one that was agreed; the first is 1.',
  ],
  'another-draft-pending': [
    'state-conflict',
    'A draft is pending: read it, and name its sha256 in replaces to take its place.',
  ],
  'no-such-draft': ['state-conflict', 'The draft you read is not the one that is pending: read it again.'],
  'draft-signed': ['state-conflict', 'Every party has signed the pending draft: bring it into force.'],
  'effective-in-the-past': ['command-refused', 'Let an amendment take effect at an instant that is still to come.'],
  'amendment-notice-too-short': [
    'command-refused',
    'What widens anything waits out the notice of clause 24; see earliest.',
    24,
  ],
  'notice-outlasts-term': [
    'command-refused',
    'The term is over before the notice of clause 24 is: narrow the text, or agree on a new instrument; see earliest.',
    24,
  ],
  'instrument-over': ['state-conflict', 'The instrument has ended; agree on a new one.'],
  'not-this-version': ['state-conflict', 'The text you read is not the one that is pending: read it again.'],
  'reviewer-drafted-it': ['command-refused', 'Ask somebody else: nobody reviews what he drafted.'],
  'not-reviewed': ['state-conflict', 'The text has to be reviewed first.'],
  'already-signed': ['state-conflict', 'Your party has signed this text already.'],
  'signatures-missing': ['state-conflict', 'Every party signs first; see unsigned of the pending version.'],
  'signature-void': [
    'state-conflict',
    'A signature does not verify any more, since its key was revoked: its party signs again.',
  ],
  'term-not-begun': ['state-conflict', 'The term has not begun in the time zone of the instrument.'],
  'bundle-too-large': [
    'command-refused',
    'With this text the bundle would be larger than the bus takes, and no service could be told of it. Whoever runs the registry was alarmed.',
  ],
  'term-over': ['state-conflict', 'The term is over; agree on a longer one.'],
  'term-not-over': ['state-conflict', 'The term is not over yet.'],
  'signature-malformed': ['command-refused', 'Send a detached JWS of gatehouse agreement sign.'],
  'signature-of-another-party': ['command-refused', 'Sign for your own party, with its own key.'],
  'signature-over-another-instrument': ['command-refused', 'The signature was given for another instrument.'],
  'signature-over-another-version': ['command-refused', 'The signature was given for another version.'],
  'signature-over-another-day': [
    'command-refused',
    'The signature says another day from which the text counts: sign it as it is drafted, see effectiveFrom.',
  ],
  'signature-from-the-future': [
    'command-refused',
    'Set the clock of whoever signs; the signature says a later instant.',
  ],
  'signature-before-the-text': ['command-refused', 'The signature is older than the reviewed text; sign it anew.'],
  'signature-by-an-unknown-key': [
    'command-refused',
    'Sign with a key that the secretariat has registered for your party.',
  ],
  'signature-by-a-revoked-key': ['command-refused', 'The key was revoked; sign with another one.'],
  'signature-key-not-good-then': ['command-refused', 'The key is not good any more; sign with its successor.'],
  'signature-does-not-verify': [
    'command-refused',
    'The signature is over other bytes: sign the document as it is shown.',
  ],
  'order-not-signed': [
    'command-refused',
    'A party signs what it orders: gatehouse agreement suspend, reinstate or terminate. Where that cannot be, ask the secretariat to suspend.',
  ],
  'order-out-of-time': ['command-refused', 'The order names another instant than now; sign it anew.'],
  'order-replayed': ['command-refused', 'An order with this id was taken before; sign a new one.'],
  'order-of-no-version': ['command-refused', 'Sign for a version of this instrument that was agreed.'],
  'decision-missing': [
    'command-refused',
    'Name the decision of the liaison working group. A party that leaves gives its own notice.',
  ],
  'decision-not-adopted': ['command-refused', 'The liaison working group has not adopted this decision.'],
  'decision-about-something-else': ['command-refused', 'The decision is not about ending the instrument.'],
  'decision-not-of-all-parties': ['command-refused', 'A party that is bound now has not voted on it.'],
  'notice-too-short': ['command-refused', 'The agreed notice is longer; see earliest.', 27],
  'notice-given': ['state-conflict', 'Your party has given notice already.'],
  'notice-unknown': 'not-found',
  'notice-not-over': ['state-conflict', 'The notice is not over yet.'],
  'proof-before-the-end': [
    'command-refused',
    'The proof was signed before the instrument ended; sign it over what you held then.',
  ],
  'not-in-force': ['state-conflict', 'The instrument is not in force.'],
  'scope-names-no-party': ['command-refused', 'Name a party of this instrument.'],
  'not-suspendable': [
    'command-refused',
    'What a law orders and what protects a life is not suspended; nor is what its text says cannot be. Amend it.',
  ],
  'scope-not-agreed': ['command-refused', 'Suspend as wide as clause 25 of the text allows.'],
  'not-who-may-suspend': ['command-refused', 'Clause 25 of the text names who may suspend.'],
  'already-suspended': ['state-conflict', 'Your agency has suspended this already.'],
  'suspension-unknown': 'not-found',
  'not-whoever-suspended': [
    'command-refused',
    'Whoever suspended reinstates; where clause 25 asks every party, each of them does.',
    25,
  ],
  'obligation-unknown': 'not-found',
  'not-whoever-owes': ['command-refused', 'Whoever owes it, or the secretariat, records that it was done.'],
  'not-terminable': [
    'command-refused',
    'What a law orders and what protects a life ends with its term: agree on a version with a shorter one.',
  ],
  'event-in-the-future': ['command-refused', 'Say when it happened: now, or before.'],
  'not-reported-by-a-party': [
    'command-refused',
    'The party that noticed a breach reports it; notices of it you may record.',
    20,
  ],
  'breach-names-no-party': ['command-refused', 'Name parties of this instrument, or none where it is not known.', 20],
  'breach-unknown': 'not-found',
  'notice-to-nobody-named': ['command-refused', 'Notice is owed to those that clause 20 names; see tells.', 20],
  'notice-before-the-breach': ['command-refused', 'The notice was given after the breach was noticed: say when.', 20],
  'not-over': ['state-conflict', 'The instrument has neither expired nor been terminated.'],
  'proofs-missing': ['state-conflict', 'Every party proves return or erasure first; see proven.'],
  'already-proven': ['state-conflict', 'Your party has proven this already.'],
});

/** @param earliest of a notice that was too short: the first instant at which the text may count, or the instrument end */
export const toProblem = (refusal: InstrumentRefusal, earliest: string | null = null): Problem =>
  problemOf(refusal, earliest === null ? {} : { earliest });
