// A Gatehouse process as those who run it see it: its spans, its log, its metrics; and its people, to make it work.
import { PersonaClient, personaNamed, type Access } from '@gatehouse/start';
import type { WrittenSpan } from '@gatehouse/telemetry';
import { freshNamespace } from '@gatehouse/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whileAlive } from './crash/driver.ts';
import { GatehouseProcess, type Marked } from './crash/gatehouse-process.ts';
import { dropAll } from './running.ts';

export class Watched {
  private constructor(
    readonly process: GatehouseProcess,
    readonly marked: Marked,
  ) {}

  /** Starts a process with its sample loaded, traced into a file. */
  static async start(env: Record<string, string> = {}): Promise<Watched> {
    const process = await GatehouseProcess.make(freshNamespace());
    await process.start([], { GATEHOUSE_TRACE_FILE: join(process.folder, 'spans.jsonl'), ...env });
    const up = async () => (process.output.includes('Gatehouse is running on') ? process.marked() : null);
    const marked = await whileAlive(process, up);
    if (!marked) throw new Error(`the process ended early:\n${process.output}`);
    return new Watched(process, marked);
  }

  get access(): Access {
    const { url, issuer, secrets } = this.marked;
    return { url, issuer, secretOf: (name) => secrets[name] ?? '' };
  }

  as(persona: string): PersonaClient {
    return new PersonaClient(this.access, personaNamed(persona));
  }

  async spans(): Promise<WrittenSpan[]> {
    const lines = await readFile(join(this.process.folder, 'spans.jsonl'), 'utf8');
    return lines.split('\n').flatMap((line) => (line ? [JSON.parse(line) as WrittenSpan] : []));
  }

  /** Everything it logged. */
  logged(): Promise<string> {
    return readFile(join(this.process.folder, '.gatehouse/data/gatehouse.log'), 'utf8');
  }

  async end(): Promise<void> {
    await this.process.remove();
    await dropAll(this.process.namespace);
  }
}
