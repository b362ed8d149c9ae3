// The read models of the service, each of which can be made again from the events alone.
import { consentRequests } from '@gatehouse/consent';
import { emergencyAccesses, inbox } from '@gatehouse/inbox';
import type { Projection } from '@gatehouse/projections';
import { alertBoard } from './alert-board/alert-board.projection.ts';
import { disclosureBoard } from './disclosure-board/disclosure-board.projection.ts';
import { disseminatedReports } from './disseminated-report/disseminated-report.projection.ts';
import { requirementList } from './intelligence-requirement/intelligence-requirement.projection.ts';
import { knownNames } from './known-names/known-names.projection.ts';
import { regradeProposals } from './regrade-proposal/regrade-proposal.projection.ts';
import { reportRegister } from './report-register/report-register.projection.ts';
import { observationQueue } from './security-information-report/observation-queue.projection.ts';

export const projections: readonly Projection[] = [
  alertBoard,
  disclosureBoard,
  disseminatedReports,
  regradeProposals,
  consentRequests,
  reportRegister,
  knownNames,
  observationQueue,
  requirementList,
  inbox,
  emergencyAccesses,
];
