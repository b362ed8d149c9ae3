// Loads what the sample attests about its people, through their own service's decider: events with their audit rows.
import { editDutyRota } from '@gatehouse/escalation';
import { attest } from '@gatehouse/personnel';
import type { Agency } from '@gatehouse/sharing';
import { attested, sampleRota } from './sample.ts';

/** Enters what the sample attests about the people of each of these services. @throws Error when a service refuses a fact */
export const loadSample = async (...agencies: Agency[]): Promise<void> => {
  for (const agency of agencies) {
    for (const fact of attested(agency.service, agency.clock.now())) {
      const refusal = await attest(agency, fact);
      if (refusal) throw new Error(`the sample was refused: ${fact.type}: ${refusal}`);
    }
  }
};

/** Plans the sample's duties of each agency through the rota's own decider. @throws Error when one is refused */
export const loadSampleRotas = async (agencies: Agency[]): Promise<void> => {
  for (const agency of agencies) {
    for (const command of sampleRota(agency.service, agency.clock.now(), agency.newId)) {
      const { refusal } = await editDutyRota(agency, plannedBy(agency, command.data), command);
      // Duties of an earlier start stand for a year, which is longer than its journey can be looked at.
      if (refusal && refusal !== 'duties-overlap')
        throw new Error(`the sample was refused: ${command.type}: ${refusal}`);
    }
  }
};

const plannedBy = (agency: Agency, { by, unit }: { by: string; unit: string }) => ({
  caller: { person: by, agency: agency.party, unit, roles: ['duty-manager'] },
  purpose: 'PREVENT_SERIOUS_HARM',
  caseRef: null,
  correlationId: agency.newId(),
});
