export const LIAISON_AGENCY = Symbol('LiaisonAgency');
