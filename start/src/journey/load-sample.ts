// Loads what the sample attests about its people, through their own service's decider: events with their audit rows.
import { attest, type Attestation } from '@gatehouse/personnel';
import type { Agency } from '@gatehouse/sharing';
import { attested, attestedInPrison } from './sample.ts';

/** @throws Error when a service refuses a fact of the sample */
export const loadSample = async (police: Agency, prison?: Agency): Promise<void> => {
  await enter(police, attested(police.clock.now()));
  if (prison) await enter(prison, attestedInPrison(prison.clock.now()));
};

const enter = async (agency: Agency, facts: Attestation[]): Promise<void> => {
  for (const fact of facts) {
    const refusal = await attest(agency, fact);
    if (refusal) throw new Error(`the sample was refused: ${fact.type}: ${refusal}`);
  }
};
