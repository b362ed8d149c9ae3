// Loads what the sample attests about its officers, through the service's own decider: events with their audit rows.
import { editDutyRota } from '@gatehouse/escalation';
import { attest } from '@gatehouse/police-liaison';
import type { Agency } from '@gatehouse/sharing';
import { attested, sampleRota } from './sample.ts';

/** @throws Error when the service refuses a fact of the sample */
export const loadSample = async (police: Agency): Promise<void> => {
  for (const command of attested(police.clock.now())) {
    const refusal = await attest(police, command);
    if (refusal) throw new Error(`the sample was refused: ${command.type}: ${refusal}`);
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
