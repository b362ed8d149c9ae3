export { startGatehouse, type Gatehouse, type GatehouseConfig } from './gatehouse.ts';
export { type BusAccess } from './infrastructure.ts';
export { allInstruments } from './instruments.ts';
export { ALERT, ATTESTED, CASE, REPORT, SUBJECT_ID } from './journey/sample.ts';
export { runJourney, type Journey } from './journey/journey.ts';
export { loadSample } from './journey/load-sample.ts';
export { renderJourney } from './journey/table.ts';
export { PersonaClient, type Access, type HttpAnswer } from './journey/persona-client.ts';
export { PERSONAS, personaNamed, type Persona } from './personas.ts';
