// Open Policy Agent beside us: its server over HTTP on this machine, and its policy compiled to WebAssembly. Its binary comes
// from the Go module proxy (`go install github.com/open-policy-agent/opa@v1.22.2`); where there is none, that is said.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@gatehouse/local-stack';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import type { Answered } from './by-hand.ts';

const REGO = join(import.meta.dirname, 'alert.rego');
const run = promisify(execFile);

export interface Opa {
  version: string;
  overHttp: (input: string) => Promise<Answered>;
  wasm: (input: object) => Answered;
  stop: () => Promise<void>;
}

/** Starts it; null where there is no `opa` on the path. */
export const startOpa = async (): Promise<Opa | null> => {
  const said = await run('opa', ['version']).catch(() => null);
  if (!said) return null;
  const version = /Version: (\S+)/.exec(said.stdout)?.[1] ?? 'unknown';
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-opa-'));
  const wasm = await compiled(folder);
  const port = await freePort();
  const server = spawn('opa', ['run', '--server', '--addr', `127.0.0.1:${port}`, '--log-level', 'error', REGO], {
    stdio: 'ignore',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await untilUp(port);
  return {
    version,
    wasm,
    overHttp: (input) => asked(agent, port, input),
    stop: async () => {
      agent.destroy();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
};

const compiled = async (folder: string): Promise<Opa['wasm']> => {
  const bundle = join(folder, 'bundle.tar.gz');
  await run('opa', ['build', '-t', 'wasm', '-e', 'gatehouse/decision', '-o', bundle, REGO]);
  await run('tar', ['-xzf', bundle, '-C', folder, '/policy.wasm']);
  const policy = await loadPolicy(await readFile(join(folder, 'policy.wasm')));
  return (input) => (policy.evaluate(input) as { result: Answered }[])[0]!.result;
};

const asked = (agent: Agent, port: number, input: string): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const path = '/v1/data/gatehouse/decision';
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(input) };
    const call = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve((JSON.parse(text) as { result: Answered }).result));
    });
    call.on('error', reject).end(input);
  });

const untilUp = async (port: number): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!(await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok) {
    if (performance.now() > end) throw new Error('the server of OPA does not answer');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
