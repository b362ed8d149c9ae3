// What an agency attests about one of its people becomes an event with its audit row in one transaction.
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  personnelDecider,
  type Attestation,
  type PersonnelCommand,
  type PersonnelRefusal,
} from './personnel.decider.ts';
import { personnelStream } from './personnel.events.ts';

/** The service's `Agency`, as this library's parts ask for it. */
export const PERSONNEL_AGENCY = Symbol('PersonnelAgency');

export const PERSONNEL_RECORD = 'personnel-record';

export interface AttestedOutcome {
  refusal: PersonnelRefusal | null;
  promise: string;
}

export class Attest extends Command<AttestedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly fact: PersonnelCommand['fact'],
  ) {
    super();
  }
}

@CommandHandler(Attest)
export class AttestHandler implements ICommandHandler<Attest> {
  constructor(@Inject(PERSONNEL_AGENCY) private readonly agency: Agency) {}

  execute({ asked, fact }: Attest): Promise<AttestedOutcome> {
    return enter(this.agency, asked, fact);
  }
}

/**
 * Enters a fact for whoever starts the service (a sample, a test), in the name of its personnel office.
 * @returns the refusal, or null when the fact was recorded
 */
export const attest = async (agency: Agency, fact: Attestation): Promise<PersonnelRefusal | null> => {
  const office = { person: 'personnel-office', agency: agency.party, unit: 'personnel', roles: ['personnel-officer'] };
  const asked = { caller: office, purpose: 'INTEGRITY', caseRef: null, correlationId: agency.newId() };
  return (await enter(agency, asked, fact)).refusal;
};

const enter = async (agency: Agency, asked: Asked, fact: PersonnelCommand['fact']): Promise<AttestedOutcome> => {
  const { person, ...said } = fact.data;
  const outcome = await runAudited(agency, personnelDecider, {
    command: { by: asked.caller.person, fact },
    streamId: personnelStream(person),
    asked,
    audit: () => ({
      operation: 'alteration',
      action: fact.type,
      subjects: [],
      item: { id: person, product: PERSONNEL_RECORD },
      fields: Object.keys(said).sort(),
    }),
  });
  return { refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
};
