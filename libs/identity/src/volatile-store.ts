/**
 * What the development provider stores: nothing that has to live. Clients are configured and its tokens carry
 * themselves, so this only satisfies the interface the provider asks for.
 */
type Payload = Record<string, unknown>;

const stores = new Map<string, Map<string, Payload>>();

/** @param model the provider's name for a kind of thing */
export const volatileStore = (model: string) => {
  const entries = stores.get(model) ?? new Map<string, Payload>();
  stores.set(model, entries);
  return {
    upsert: async (id: string, payload: Payload) => void entries.set(id, payload),
    find: async (id: string) => entries.get(id),
    findByUid: async (uid: string) => entries.values().find((payload) => payload['uid'] === uid),
    findByUserCode: async () => undefined,
    consume: async (id: string) => void entries.set(id, { ...entries.get(id), consumed: true }),
    destroy: async (id: string) => void entries.delete(id),
    revokeByGrantId: async () => undefined,
  };
};
