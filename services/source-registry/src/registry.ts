/** What this service records as: see `Agency` of `@gatehouse/sharing`. Given once, by the module. */
export const AGENCY = Symbol('Agency');

/** The name of this service's read model among those of a process that runs several services. */
export const READ_MODEL = 'source-registry';

/** What audit records call an entry of the registry. */
export const SOURCE_RECORD = 'source-registry.source';
