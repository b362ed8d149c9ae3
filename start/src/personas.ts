// Invented people of an invented sample. Their tokens come from the development identity provider.
export interface Persona {
  name: string;
  person: string;
  agency: string;
  unit: string;
  roles: string[];
  /** who that is, for a reader of the table */
  described: string;
}

export const PERSONAS: readonly Persona[] = [
  {
    name: 'analyst',
    person: 'pi-aigerim',
    agency: 'kz-prison-service',
    unit: 'prison-17-intelligence',
    roles: ['intelligence-analyst'],
    described: 'intelligence analyst, Prison 17',
  },
  {
    name: 'intelligence-manager',
    person: 'pi-bolat',
    agency: 'kz-prison-service',
    unit: 'prison-17-intelligence',
    roles: ['intelligence-manager'],
    described: 'intelligence manager, Prison 17',
  },
  {
    name: 'collator',
    person: 'pi-zhanar',
    agency: 'kz-prison-service',
    unit: 'prison-17-intelligence',
    roles: ['intelligence-collator'],
    described: 'intelligence collator, Prison 17',
  },
  {
    name: 'prison-officer',
    person: 'st-yerlan',
    agency: 'kz-prison-service',
    unit: 'prison-17-workshops',
    roles: ['workshop-officer'],
    described: 'workshop officer, Prison 17',
  },
  {
    name: 'records-officer',
    person: 'ro-madina',
    agency: 'kz-prison-service',
    unit: 'records-office',
    roles: ['records-officer'],
    described: 'sentence administration, records office',
  },
  {
    name: 'governor',
    person: 'pg-marat',
    agency: 'kz-prison-service',
    unit: 'prison-17',
    roles: ['governor'],
    described: 'governor of Prison 17',
  },
  {
    name: 'security-manager',
    person: 'ps-erlan',
    agency: 'kz-prison-service',
    unit: 'prison-17',
    roles: ['security-manager'],
    described: 'security manager, Prison 17',
  },
  {
    name: 'psychologist',
    person: 'pp-zarina',
    agency: 'kz-prison-service',
    unit: 'prison-17',
    roles: ['psychologist'],
    described: 'psychologist, Prison 17',
  },
  {
    name: 'assessment-group',
    person: 'pa-kanat',
    agency: 'kz-prison-service',
    unit: 'assessment-group',
    roles: ['assessment-group'],
    described: 'interdisciplinary assessment group',
  },
  {
    name: 'integrity-officer',
    person: 'in-asel',
    agency: 'kz-prison-service',
    unit: 'integrity-unit',
    roles: ['integrity-officer'],
    described: 'integrity unit of the prison service',
  },
  {
    name: 'source-handler',
    person: 'pi-daniyar',
    agency: 'kz-prison-service',
    unit: 'prison-17-source-unit',
    roles: ['source-handler'],
    described: 'source handler, Prison 17',
  },
  {
    name: 'source-handler-neighbour',
    person: 'pi-sholpan',
    agency: 'kz-prison-service',
    unit: 'prison-17-source-unit',
    roles: ['source-handler'],
    described: 'another source handler of the same unit',
  },
  {
    name: 'registry-controller',
    person: 'pi-yerlan',
    agency: 'kz-prison-service',
    unit: 'source-registry',
    roles: ['source-registry-controller'],
    described: 'controller of the source registry',
  },
  {
    name: 'registry-deputy',
    person: 'pi-madina',
    agency: 'kz-prison-service',
    unit: 'source-registry',
    roles: ['source-registry-controller'],
    described: 'deputy controller of the source registry',
  },
  {
    name: 'police-liaison',
    person: 'po-aidos',
    agency: 'kz-police',
    unit: 'almaty-ct-desk',
    roles: ['police-liaison'],
    described: 'police liaison officer, assigned',
  },
  {
    name: 'police-neighbour',
    person: 'po-nurzhan',
    agency: 'kz-police',
    unit: 'almaty-ct-desk',
    roles: ['police-liaison'],
    described: 'his neighbour at the same desk, not assigned',
  },
  {
    name: 'police-duty-manager',
    person: 'po-raushan',
    agency: 'kz-police',
    unit: 'almaty-ct-desk',
    roles: ['duty-manager'],
    described: 'duty manager of the desk: plans who is called',
  },
  {
    name: 'prison-duty-manager',
    person: 'pi-gulnara',
    agency: 'kz-prison-service',
    unit: 'prison-17-intelligence',
    roles: ['duty-manager'],
    described: 'duty manager of the intelligence unit, Prison 17',
  },
  {
    name: 'duty-officer',
    person: 'po-ermek',
    agency: 'kz-police',
    unit: 'almaty-duty-desk',
    roles: ['duty-officer'],
    described: 'police duty officer, round the clock',
  },
  {
    name: 'ct-investigator',
    person: 'po-zarina',
    agency: 'kz-police',
    unit: 'almaty-ct-desk',
    roles: ['ct-investigator'],
    described: 'investigator of the case',
  },
  {
    name: 'personnel-police',
    person: 'po-gulnara',
    agency: 'kz-police',
    unit: 'police-personnel',
    roles: ['personnel-officer'],
    described: "the police's personnel office",
  },
  {
    name: 'personnel-prison',
    person: 'pi-marat',
    agency: 'kz-prison-service',
    unit: 'prison-service-personnel',
    roles: ['personnel-officer'],
    described: "the prison service's personnel office",
  },
  {
    name: 'commissioner',
    person: 'hr-saule',
    agency: 'kz-human-rights-commission',
    unit: 'inquiries',
    roles: ['commissioner'],
    described: 'human rights commissioner',
  },
  {
    name: 'secretary',
    person: 'se-gulmira',
    agency: 'gatehouse-policy',
    unit: 'liaison-working-group',
    roles: ['agreement-secretary'],
    described: 'secretary of the liaison working group',
  },
  {
    name: 'agreement-reviewer',
    person: 'se-daulet',
    agency: 'gatehouse-policy',
    unit: 'liaison-working-group',
    roles: ['agreement-reviewer'],
    described: 'lawyer of the liaison working group: reviews instruments',
  },
  {
    name: 'prison-signatory',
    person: 'sg-prison',
    agency: 'kz-prison-service',
    unit: 'directorate',
    roles: ['agreement-signatory'],
    described: 'signs instruments for the prison service',
  },
  {
    name: 'police-signatory',
    person: 'sg-police',
    agency: 'kz-police',
    unit: 'directorate',
    roles: ['agreement-signatory'],
    described: 'signs instruments for the police',
  },
  {
    name: 'operator',
    person: 'op-timur',
    agency: 'platform-operator',
    unit: 'platform',
    roles: ['platform-operator'],
    described: 'platform operator',
  },
];

/** @throws Error naming the personas there are */
export const personaNamed = (name: string): Persona => {
  const found = PERSONAS.find((persona) => persona.name === name);
  if (!found)
    throw new Error(`there is no persona '${name}'; there are: ${PERSONAS.map((persona) => persona.name).join(', ')}`);
  return found;
};
