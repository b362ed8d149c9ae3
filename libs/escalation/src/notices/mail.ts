/**
 * Notices by e-mail.
 *
 * Promise: resolves when the mail server has accepted the message; the Message-ID is the notice's own, so what is sent twice
 * after a kill is recognised as one.
 * Invariants: every header is made of closed words, a checked address and an opaque id; nothing is read from files or fetched;
 * beyond this machine the connection is encrypted or there is none.
 */
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import type { Clock } from '@gatehouse/service-kit/clock';
import { createTransport } from 'nodemailer';
import { noticeLines, noticeSubject, type Link, type Notice } from './notice-text.ts';
import { isLoopback } from './settings.ts';

/** A way to a person. */
export interface NoticeChannel {
  /** @throws RetryableFault when it may work later; TerminalFault when this address never will */
  send(notice: Notice): Promise<void>;
  close(): void;
}

const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;

/** @param smtpUrl smtp:// (STARTTLS, where not on this machine) or smtps:// */
export const mailChannel = (smtpUrl: string, sender: string, link: Link, clock: Clock): NoticeChannel => {
  const { hostname, port, username, password, protocol } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !isLoopback(hostname),
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  return {
    send: async ({ noticeId, address, said }) => {
      const immediate = said.urgency === 'IMMEDIATE' || said.overdue;
      try {
        await transport.sendMail({
          from: { name: '', address: sender },
          to: { name: '', address },
          subject: noticeSubject(said),
          text: `${noticeLines(said, link).join('\n')}\n\nNotice ${noticeId}. Do not reply.\n`,
          messageId: `<${noticeId}@${domain}>`,
          date: clock.now(),
          priority: immediate ? 'high' : 'normal',
          xMailer: false,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (cause) {
        throw asFault(cause);
      }
    },
    close: () => transport.close(),
  };
};

/** Only a refusal of this very address is final: everything else may be the server's trouble of the day. */
const asFault = (cause: unknown): RetryableFault | TerminalFault => {
  const { responseCode, command } = cause as { responseCode?: number; command?: string };
  if (command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500)
    return new TerminalFault('the mail server refused the address', { code: 'address-refused' });
  return new RetryableFault('the mail server took no message', { code: 'channel-failed' });
};
