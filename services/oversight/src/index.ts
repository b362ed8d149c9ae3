export { createOversight, SERVICE, type OversightConfig, type OversightService } from './create-oversight.ts';
export { database } from './database.ts';
export { dutiesFromBundles, type Duties, type DutySource } from './duties.ts';
export { Integrator, type IntegratorOptions } from './log/integrator.ts';
export { Keeper, type AuditSource, type KeeperOptions } from './records/keeper.ts';
