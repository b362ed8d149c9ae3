/** What this service shares as: see `Agency` of `@gatehouse/sharing`. Given once, by the module. */
export const AGENCY = Symbol('Agency');

/** The name of this service's read models among those of a process that runs several services. */
export const READ_MODEL = 'police-liaison';
