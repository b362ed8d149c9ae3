export { idempotencyMigrations } from './migrations.ts';
export { KEPT_FOR_MS, RequestKeys, type RequestKeysOptions } from './request-keys.ts';
