// When a key of a party is good, as every service judges it.
export { goodAt, type RegisteredKey } from '@gatehouse/policy/good-key';
