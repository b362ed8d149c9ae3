export { backUpKeyStore } from './back-up-key-store.ts';
export { ItemKeyStore, type FoundKey, type KeyCounts } from './item-key-store.ts';
export { openKeyStore, type KeyStoreAt } from './open-key-store.ts';
