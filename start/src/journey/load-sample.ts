// Loads what the sample attests about its people, through their own service's decider: events with their audit rows.
import { editDutyRota } from '@gatehouse/escalation';
import { attest, type Attestation } from '@gatehouse/personnel';
import type { Agency } from '@gatehouse/sharing';
import { attested, attestedInPrison, sampleRota } from './sample.ts';

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

/** Plans the sample's duties of each agency through the rota's own decider. @throws Error when one is refused */
export const loadSampleRotas = async (agencies: Agency[]): Promise<void> => {
  for (const agency of agencies) {
    for (const command of sampleRota(agency.service, agency.clock.now(), agency.newId)) {
      const { refusal } = await editDutyRota(agency, plannedBy(agency, command.data), command);
      if (refusal) throw new Error(`the sample was refused: ${command.type}: ${refusal}`);
    }
  }
};

const plannedBy = (agency: Agency, { by, unit }: { by: string; unit: string }) => ({
  caller: { person: by, agency: agency.party, unit, roles: ['duty-manager'] },
  purpose: 'PREVENT_SERIOUS_HARM',
  caseRef: null,
  correlationId: agency.newId(),
});
