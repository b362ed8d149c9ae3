/**
 * What the database keeps of a request and its answer.
 *
 * Promise: neither who asked, nor for what, nor what was answered can be read from the rows, or tested against a guess, by
 * someone without the service's secret; and the answer not even with it, but for the idempotency key, which is not kept.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson } from '@gatehouse/crypto';
import type { KeptAnswer, KeyedRequest } from '@gatehouse/service-kit';

const IV_BYTES = 12;
const TAG_BYTES = 16;

export class HiddenRequest {
  /** where its answer is kept: person, route and key */
  readonly place: Buffer;
  /** of everything that was asked: equal for the same request alone */
  readonly fingerprint: Buffer;
  readonly #key: Buffer;

  /** @param secret base64url, 32 bytes, of the service */
  constructor(secret: string, { asked, route, key, content }: KeyedRequest) {
    const root = Buffer.from(secret, 'base64url');
    const hidden = (what: string, value: object): Buffer =>
      createHmac('sha256', derived(root, what)).update(canonicalJson(value)).digest();
    const { agency, person } = asked.caller;
    this.place = hidden('place', { agency, person, route, key });
    this.fingerprint = hidden('fingerprint', { content, purpose: asked.purpose, caseRef: asked.caseRef });
    this.#key = derived(root, `answer ${key}`, this.place);
  }

  seal(answer: KeptAnswer): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(this.place);
    return Buffer.concat([iv, cipher.update(JSON.stringify(answer), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error when it was sealed for another request, or changed */
  open(sealed: Buffer): KeptAnswer {
    const [iv, text, tag] = [
      sealed.subarray(0, IV_BYTES),
      sealed.subarray(IV_BYTES, -TAG_BYTES),
      sealed.subarray(-TAG_BYTES),
    ];
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv).setAAD(this.place).setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')) as KeptAnswer;
  }
}

const derived = (root: Buffer, what: string, salt: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.from(hkdfSync('sha256', root, salt, `gatehouse idempotency ${what}`, 32));
