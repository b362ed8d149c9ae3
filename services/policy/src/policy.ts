// The service as a process starts it. It maps nothing to a product and no item comes in: bundles and audit records go, its own bundles
// come back to it as to every service, and parties are told what becomes of their instruments.
import type { PublicPartyKeys } from '@gatehouse/crypto';
import type { BundleInstrument } from '@gatehouse/policy';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { BundleIssuer } from './bundle/bundle-issuer.ts';
import { cutOffSamples } from './cut-off/cut-off-samples.ts';
import type { Followers } from './cut-off/followers.ts';
import { HearApplied } from './cut-off/hear-applied.ts';
import { settlingCutOffs } from './cut-off/settle-cut-offs.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { dueActs } from './instrument/due-acts.ts';
import { liaisonWith } from './notice/liaison.ts';
import { PolicyModule } from './policy.module.ts';
import type { Registry } from './registry.ts';
import { dueInGroups } from './working-group/due-in-groups.ts';

export const SERVICE = 'policy';

/** A broker takes a megabyte; a quarter of it is left for suspensions, keys and notices, which are never refused. */
const BUNDLE_BYTES = 750_000;

export interface PolicyConfig extends Omit<SharingServiceConfig, 'auditSubjectKey'> {
  /** the keys every bundle names: whom items are encrypted to, and who signs them */
  parties: readonly PublicPartyKeys[];
  /** the parties that have a lane with this service: they are told what becomes of their instruments */
  liaisons: readonly string[];
  /** every service that decides by bundles: a cut-off is complete when each of them has applied it */
  followers: Followers;
  /** for development and tests: how instruments stand in the bundle instead */
  states?: Record<string, Partial<BundleInstrument>>;
}

export interface PolicyService extends SharingService {
  registry: Registry;
  issuer: BundleIssuer;
}

/** Opens the registry of instruments; `start()` sets its workers going once its port is open. */
export const createPolicy = async ({
  parties,
  liaisons,
  followers,
  states,
  ...config
}: PolicyConfig): Promise<PolicyService> => {
  const given = typeof config.signers === 'string' ? null : config.signers;
  const made: { registry?: Registry; issuer?: BundleIssuer } = {};
  // No key for references to people: its audit records are about instruments and name none.
  const service = await openSharingService(
    { ...config, auditSubjectKey: null },
    {
      module: (agency) => {
        made.registry = { agency, given, bundleBytes: BUNDLE_BYTES, changed: () => made.issuer?.worker.nudge() };
        return PolicyModule.register(made.registry);
      },
      parts: { projections: [] },
      eventTypes,
      database,
      alongside: (agency, onFault) => {
        const { bus } = config;
        const registry = { ...made.registry!, agency };
        const named = { parties, followers: [...followers.keys()] };
        made.issuer = new BundleIssuer({ agency, bus, ...named, onFault, ...(states ? { states } : {}) });
        const settling = settlingCutOffs(registry, followers, onFault);
        return [
          made.issuer,
          new HearApplied(registry, bus, followers, () => settling.nudge()),
          settling,
          dueActs(registry, onFault),
          dueInGroups(registry, onFault),
          ...liaisonWith(registry, bus, liaisons, onFault),
        ];
      },
    },
  );
  config.metrics.watch(() => cutOffSamples(service.agency, followers));
  return { ...service, registry: made.registry!, issuer: made.issuer! };
};
