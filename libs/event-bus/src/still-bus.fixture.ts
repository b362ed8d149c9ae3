import type { Bus } from './bus.ts';

/** A bus that takes everything and brings nothing: for what is looked at without one. */
export const stillBus: Bus = {
  kind: 'postgres',
  publish: async () => undefined,
  subscribe: async () => ({ stop: async () => undefined }),
  subscribeTogether: async () => ({ stop: async () => undefined }),
  ready: async () => true,
  close: async () => undefined,
};
