// What is due in a cut-off: who has acknowledged, who should have, whose lease is over. Pure.
import type { BegunCutOff, CutOffCommand } from './cut-off.decider.ts';

/** After so long without a service's acknowledgement people are told; a service that is started anew takes some seconds. */
export const LATE_AFTER_MS = 10_000;

/** The newest bundle a service has said it applied. */
export interface Applied {
  service: string;
  /** the controller it works for */
  party: string;
  version: number;
  appliedAt: string;
  jws: string;
}

/**
 * @param at now, RFC 3339
 * @param keeper the party that keeps the instruments: what the clock brings about is its own doing
 */
export const dueInCutOff = (
  { begun, services }: BegunCutOff,
  applied: ReadonlyMap<string, Applied>,
  at: string,
  keeper: string,
): CutOffCommand[] => {
  const { instrumentId, bundleVersion, leaseUntil } = begun;
  const which = { instrumentId, bundleVersion, at };
  const byClock = { ...which, by: { agency: keeper, person: null } };
  return services.flatMap(({ service, state, late }): CutOffCommand[] => {
    const said = applied.get(service);
    if (state !== 'ACKNOWLEDGED' && said && said.version >= bundleVersion) {
      const { party, appliedAt, jws, version: appliedVersion } = said;
      const by = { agency: party, person: null };
      return [{ type: 'AcknowledgeCutOff', data: { ...which, by, service, appliedVersion, appliedAt, jws } }];
    }
    if (state !== 'WAITING') return [];
    if (at >= leaseUntil) return [{ type: 'ExpireLease', data: { ...byClock, service } }];
    const isLate = !late && Date.parse(at) - Date.parse(begun.at) >= LATE_AFTER_MS;
    return isLate ? [{ type: 'NoteAcknowledgementLate', data: { ...byClock, service } }] : [];
  });
};
