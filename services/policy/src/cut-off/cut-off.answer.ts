// A cut-off as it is shown to whoever may know of its instrument. Pure.
import type { BegunCutOff } from './cut-off.decider.ts';
import type { CutOffAnswer } from './cut-off.dto.ts';

export const cutOffAnswer = ({ begun, services, completedAt }: BegunCutOff): CutOffAnswer => ({
  bundleVersion: begun.bundleVersion,
  steps: begun.steps,
  suspensions: begun.suspensions,
  begunAt: begun.at,
  isComplete: completedAt !== null,
  completedAt,
  leaseUntil: begun.leaseUntil,
  services,
});

/** How far a suspension is: complete only once every service acknowledged it or its lease expired (ruling 12). */
export const reachOf = (
  suspensionId: string,
  cutOffs: readonly BegunCutOff[],
): { isComplete: boolean; waitsFor: string[] | null } => {
  const cutOff = cutOffs.find(({ begun }) => begun.suspensions.includes(suspensionId));
  if (!cutOff) return { isComplete: false, waitsFor: null };
  const waitsFor = cutOff.services.filter(({ state }) => state === 'WAITING').map(({ service }) => service);
  return { isComplete: cutOff.completedAt !== null, waitsFor };
};
