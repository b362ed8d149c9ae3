export const LIAISON_AGENCY = Symbol('LiaisonAgency');
/** The party that keeps the instruments. */
export const INSTRUMENT_KEEPER = Symbol('InstrumentKeeper');
