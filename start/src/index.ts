export { startGatehouse, type Gatehouse, type GatehouseConfig } from './gatehouse.ts';
export { type BusAccess } from './infrastructure.ts';
export { allInstruments } from './instruments.ts';
export { ALERT, approvalAsOf, CASE, FEEDBACK, REPORT, SANITISATION, SUBJECT_ID } from './journey/sample.ts';
export { lookAgain, runJourney, type Journey, type JourneyMark } from './journey/journey.ts';
export { SOURCE_TOKEN, YOUNG_MEN } from './journey/story-sample.ts';
export { loadSample, loadSampleRotas } from './journey/load-sample.ts';
export { ALERTS, raiseAlert } from './journey/raise.ts';
export { renderJourney } from './journey/table.ts';
export { PersonaClient, type Access, type HttpAnswer } from './journey/persona-client.ts';
export { PERSONAS, personaNamed, type Persona } from './personas.ts';
export { lanesOf } from './buses.ts';
export { openKeys, type Keys } from './keys.ts';
export { PRINCIPALS, PROCESSES, SERVICES, type ProcessName, type ServiceName } from './parties.ts';
export { readSettings } from './process/settings.ts';
export { provisionDeployment, type Deployed } from './provisioning/provision-deployment.ts';
/** The program that loads the sample with the police's settings, from the project's folder. */
export const loadedSampleProgram = 'start/src/process/load-sample.ts';
/** The program of `npm run migrate`. */
export const migrateProgram = 'start/src/migrate/main.ts';
/** Programs of `npm run rebuild` and `npm run replay`. */
export const [rebuildProgram, replayProgram] = ['start/src/rebuild/main.ts', 'start/src/replay/main.ts'];
/** What the drills of backup and restore are made of. */
export { backUpCluster, type Backup } from './backup/back-up-cluster.ts';
export { restoreCluster } from './backup/restore-cluster.ts';
export { REBASED } from './rebase/main.ts';
export { makeServerSecrets } from './provisioning/server-secrets.ts';
