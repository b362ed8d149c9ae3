// References as this service gives them out: nothing else is taken into an audit record, and a malformed one names nothing.

export type ReferenceKind = 'IR' | 'SIR' | 'RQ';

/** A new reference, such as `IR-2026-9F2C4E71A0B3`. `id`: a random UUID; `at`: the instant it is given out. */
export const newReference = (kind: ReferenceKind, at: string, id: string): string =>
  `${kind}-${at.slice(0, 4)}-${id.replaceAll('-', '').slice(0, 12).toUpperCase()}`;

/** Whether it could be one of ours. */
export const isReference = (kind: ReferenceKind, word: string): boolean =>
  new RegExp(`^${kind}-\\d{4}-[0-9A-F]{12}$`).test(word);
