/**
 * Who may read the metrics: whoever is on this machine, or has the token.
 *
 * Counts tell how much an agency has to say to another one, and when: they are not for everybody. A request that a proxy
 * passed on comes from this machine too, so it needs the token; to everybody else there is no such address.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(::1|127(\.\d{1,3}){3}|::ffff:127(\.\d{1,3}){3})$/;
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** @param token null where none is configured: then only this machine may read */
export const mayReadMetrics = ({ socket, headers }: IncomingMessage, token: string | null): boolean => {
  const sent = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (token !== null && sent !== undefined) return timingSafeEqual(digest(sent), digest(token));
  return LOOPBACK.test(socket.remoteAddress ?? '') && PASSED_ON.every((name) => headers[name] === undefined);
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
