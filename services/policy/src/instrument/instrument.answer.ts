// An instrument as it is shown to whoever may know of it: the texts, who signed them with what, and how it stands.
import { reachOf } from '../cut-off/cut-off.answer.ts';
import type { BegunCutOff } from '../cut-off/cut-off.decider.ts';
import type { InstrumentAnswer } from './instrument.dto.ts';
import {
  agreedToReinstate,
  lifeState,
  partiesOfAny,
  unsigned,
  type AgreedVersion,
  type Known,
} from './instrument.state.ts';
import type { MouSigned } from './instrument.events.ts';

export const rowOf = (instrument: Known) => ({
  instrumentId: instrument.id,
  state: lifeState(instrument),
  parties: partiesOfAny(instrument),
  version: instrument.agreed.at(-1)?.version ?? null,
});

export const answerOf = (instrument: Known, cutOffs: readonly BegunCutOff[]): InstrumentAnswer => {
  const { agreed, pending, suspensions, proofs } = instrument;
  return {
    ...rowOf(instrument),
    agreed: agreed.map((version) => ({ ...textOf(version), effectiveFrom: version.effectiveFrom, unsigned: [] })),
    pending: pending && {
      ...textOf(pending),
      effectiveFrom: pending.effectiveFrom,
      unsigned: unsigned(pending, agreed),
    },
    suspensions: suspensions.map(({ suspensionId, scope, by, reason, freezePriorCopies, at, signed }) => ({
      suspensionId,
      scope,
      by: by.agency,
      reason,
      freezePriorCopies,
      at,
      kid: signed?.kid ?? null,
      agreedToReinstate: agreedToReinstate(instrument, suspensionId),
      ...reachOf(suspensionId, cutOffs),
    })),
    endsAt: instrument.notices.map(({ effectiveAt }) => effectiveAt).toSorted()[0] ?? null,
    proven: proofs.map(({ statement }) => statement.party),
  };
};

const textOf = ({ version, sha256, document, signatures }: Omit<AgreedVersion, 'effectiveFrom'>) => ({
  version,
  sha256,
  document,
  signatures: signatures.map(signatureOf),
});

const signatureOf = ({ party, kid, at, jws }: MouSigned['data']) => ({ party, kid, at, jws });
