// A small mail server of this machine: takes every message and writes it into a folder, or hands it to a test. It passes nothing on.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export interface MailSinkOptions {
  /** where each message is written as a file of its own; none by default */
  folder?: string;
  /** called with each message as it came (its bytes) and who it was for; what it throws is refused to the sender */
  onMail?: (raw: Buffer, to: string[]) => void;
  /** on 127.0.0.1; any free one by default */
  port?: number;
}

export interface MailSink {
  /** smtp://127.0.0.1:port */
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** Starts it on 127.0.0.1; it asks for no password and no encryption. */
export const startMailSink = async ({ folder, onMail, port = 0 }: MailSinkOptions): Promise<MailSink> => {
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        try {
          take(Buffer.concat(chunks), session);
          done();
        } catch (fault) {
          done(fault as Error);
        }
      });
    },
  });
  const take = (raw: Buffer, { id, envelope }: SMTPServerSession): void => {
    onMail?.(
      raw,
      envelope.rcptTo.map(({ address }) => address),
    );
    if (folder === undefined) return;
    // Whole or not at all: somebody may be looking.
    writeFileSync(join(folder, `${id}.part`), raw, { mode: 0o600 });
    renameSync(join(folder, `${id}.part`), join(folder, `${id}.eml`));
  };
  // A connection that breaks off is the other side's matter.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const open = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${open}`,
    port: open,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
