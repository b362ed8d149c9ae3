// What a page calls things: parties by their legal names, codes by what they mean.
import { listed, periodInWords, spelt, type CompiledInstrument, type Post } from '@gatehouse/agreements';
import { codeLists } from '@gatehouse/contracts';

/** The legal name of a party, else its id. */
export const nameOf = ({ parties }: Pick<CompiledInstrument, 'parties'>, id: string): string =>
  parties.find((party) => party.id === id)?.name ?? id;

/** A post at a party: `the duty officer of the Police (sample)`. */
export const postOf = (instrument: Pick<CompiledInstrument, 'parties'>, { party, post }: Post): string =>
  `the ${post} of the ${nameOf(instrument, party)}`;

/** Codes that read badly in plain letters. */
const READ: Record<string, string> = { MOU_ENDED: 'the agreement ended', EUP: 'Europol' };

/** What a code of a list means; the code in plain letters where the list has no words. */
export const meaningOf = (list: Record<string, unknown>, code: string): string => {
  const meaning = list[code];
  return typeof meaning === 'string' ? meaning : (READ[code] ?? spelt(code));
};

/** Roles in plain letters: any of them is enough. */
export const rolesIn = (roles: string[]): string =>
  listed(
    roles.map((role) => spelt(role).replace(/^ct /, 'counter-terrorism ')),
    'nobody',
  ).replace(/ and ([^,]*)$/, ' or $1');

const COUNTRIES = new Intl.DisplayNames('en-GB', { type: 'region' });

/** `DE` is `Germany`. */
export const countryOf = (code: string): string => COUNTRIES.of(code) ?? code;

/** What a kind of instrument is, to somebody who has never seen one. */
export const KIND_IN_WORDS: Record<CompiledInstrument['instrument'], string> = {
  agreement: 'an agreement between its parties',
  statute: 'what a law orders, whatever becomes of an agreement',
  'vital-interest': 'a duty to protect life, which no suspension touches',
  'internal-instruction': 'an instruction of one agency to its own people',
};

/** Sensitivity of a field, in words. */
export const sensitivityOf = (category: string): string => meaningOf(codeLists.sensitivity, category);

export { listed, periodInWords, spelt };
