// Who signed for a right on the bus: read from the flows of a bundle, and not from the topics that a compiler made of them, so that a
// mistake there gives nobody what no instrument gives him. Pure.
import type { Right } from '@gatehouse/event-bus';
import type { Bundle } from './bundle.ts';
import type { Workplaces } from './lanes.ts';

/** Whether a right on the bus may be given under this bundle. Nothing is warranted on anybody's terms but a flow's or the platform's. */
export const warrants = (namespace: string, bundle: Bundle | null, at: Workplaces): ((right: Right) => boolean) => {
  const given = new Set(
    [...platformRights(at), ...(bundle ? flowRights(bundle, at) : [])].map((one) => `${namespace}.${one}`),
  );
  return ({ principal, may, on, name, begins, denied, host }) => {
    if (begins || denied || host !== '*') return false;
    if (on === 'topic') return given.has(`${name} ${may} ${principal}`);
    const own = `${namespace}.${principal}`;
    return (
      may === 'read' &&
      at.services.includes(principal) &&
      [own, `${own}.bundles`, `${own}.liaison`, `${own}.applied`].includes(name)
    );
  };
};

const flowRights = ({ instruments }: Bundle, { serviceOf }: Workplaces): string[] =>
  instruments.flatMap(({ state, suspensions = [], compiled }) => {
    if (state === 'WOUND_DOWN') return [];
    const suspended = (party: string): boolean =>
      suspensions.some(({ scope }) => scope.kind === 'party' && scope.party === party);
    return compiled.flows.flatMap(({ product, producer, consumers }) =>
      consumers
        .filter((consumer) => consumer !== producer)
        .flatMap((consumer) => {
          const [data, receipts] = [
            `${compiled.id}.${product}.${producer}.${consumer}`,
            `${compiled.id}.receipts.${consumer}.${producer}`,
          ];
          const open = state === 'IN_FORCE' && !suspended(producer) && !suspended(consumer);
          const [here, there] = [serviceOf[producer], serviceOf[consumer]];
          if (!here || !there) return [];
          return [
            `${data} write ${here}`,
            ...(open ? [`${data} read ${there}`] : []),
            `${receipts} write ${there}`,
            `${receipts} read ${here}`,
          ];
        }),
    );
  });

const platformRights = ({ services, oversight, policy, liaison: { keeper, parties } }: Workplaces): string[] => [
  ...Object.entries(parties).flatMap(([party, service]) => [
    `liaison.${keeper}.${party} write ${policy}`,
    `liaison.${keeper}.${party} read ${service}`,
    `liaison.${party}.${keeper} write ${service}`,
    `liaison.${party}.${keeper} read ${policy}`,
  ]),
  ...services.flatMap((service) => [`audit.${service} write ${service}`, `audit.${service} read ${oversight}`]),
  `policy.bundles write ${policy}`,
  ...services.flatMap((service) => [
    `policy.bundles read ${service}`,
    `policy.applied.${service} write ${service}`,
    `policy.applied.${service} read ${policy}`,
  ]),
];
