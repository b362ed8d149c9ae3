// What counts as an address. Closed alphabets: nothing in them can end a header line or begin another.
import type { Contact } from './duty-rota.events.ts';

/** RFC 5321 addresses of letters, digits and the plain signs; no quotes, no literals, no other alphabets. */
const EMAIL =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const PAGER = /^[A-Za-z0-9+._:-]{1,64}$/;

export const isAddress = ({ channel, address }: Contact): boolean =>
  channel === 'email' ? address.length <= 254 && EMAIL.test(address) : PAGER.test(address);
