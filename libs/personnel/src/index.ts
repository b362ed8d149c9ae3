export { attest } from './attest.ts';
export type { Attestation, PersonnelRefusal } from './personnel.decider.ts';
export { personnelEventTypes, personnelStream } from './personnel.events.ts';
export { PersonnelModule } from './personnel.module.ts';
export { readerFacts } from './reader-facts.ts';
export { notIndependent, type Approved, type NotIndependent } from './independence.ts';
