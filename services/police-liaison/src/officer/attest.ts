// What this agency attests about an officer becomes an event with its audit row. Entered by whoever starts the service
// (a sample, a test); routes for it come with the attestation products.
import { runAudited, type Agency } from '@gatehouse/sharing';
import { officerDecider, type OfficerCommand, type OfficerRefusal } from './officer.decider.ts';
import { officerStream } from './officer.events.ts';

/** @returns the refusal, or null when the fact was recorded */
export const attest = async (agency: Agency, command: OfficerCommand): Promise<OfficerRefusal | null> => {
  const { person } = command.data;
  const outcome = await runAudited(agency, officerDecider, {
    command,
    streamId: officerStream(person),
    asked: {
      caller: { person: 'personnel-office', agency: agency.party, unit: 'personnel', roles: ['personnel'] },
      purpose: 'INTEGRITY',
      caseRef: null,
      correlationId: agency.newId(),
    },
    audit: () => ({ operation: 'collection', action: command.type, subjects: [], item: null, fields: [] }),
  });
  return outcome.outcome === 'refused' ? outcome.refusal : null;
};
