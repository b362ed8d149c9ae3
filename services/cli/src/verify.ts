// gatehouse verify: the public log, checked by the program that shares no code with who wrote it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { callersPath } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import { loadSession } from './session.ts';

export interface VerifyOptions {
  url?: string;
  vkey?: string;
  state?: string;
  record?: string;
}

/** @throws Ended notVerified, usage */
export const verify = async (options: VerifyOptions, output: Output): Promise<ExitCode> => {
  const url = options.url ?? `${(await loadSession()).url}/oversight/v1/log`;
  const files = (['state', 'record'] as const).flatMap((name) =>
    options[name] ? [`--${name}`, callersPath(options[name])] : [],
  );
  const args = ['--url', url, ...(options.vkey ? ['--vkey', options.vkey] : []), ...files];
  const program = fileURLToPath(import.meta.resolve('@gatehouse/oversight/verify-log'));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  if (code === 2) throw new Ended('usage', complained.trim());
  // Anything but a clean end is no verification: a verifier that fell over has verified nothing.
  if (code !== 0) throw new Ended('notVerified', complained.trim() || 'The verifier did not come to an end.');
  output.result({ verified: true, url, report: said.trim().split('\n') }, said.trim());
  return EXIT.ok;
};
