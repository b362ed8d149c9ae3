export { openDataContract } from './open-data-contract.ts';
export { clausesPage, instrumentPage } from './page.ts';
export { recipientLanes, recipientsOf } from './recipient-lanes.ts';
