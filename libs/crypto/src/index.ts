export { canonicalJson } from './canonical-json.ts';
export { openCursor, sealCursor } from './cursor.ts';
export { CryptoFault, type CryptoFaultCode } from './crypto-fault.ts';
export { generatePartyKeys, publicKeys, type PartyKeys, type PublicPartyKeys } from './party-keys.ts';
export { partyKeyFile, readPartyKeys } from './party-key-file.ts';
export { pseudonym } from './pseudonym.ts';
export { readSecretFile } from './secret-file.ts';
export { openSealed, sealFor, type Opened } from './sealed.ts';
export { sign, verify } from './signed.ts';
