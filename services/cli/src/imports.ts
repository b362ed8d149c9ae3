// The service's side of an import, as the command sees it.
import type { Service } from './service.ts';

export interface ImportState {
  importId: string;
  status: 'open' | 'checking' | 'checked' | 'running' | 'stopped' | 'finished' | 'abandoned';
  openedAt: string;
  limitBytes: number;
  file: { bytes: number; digest: string } | null;
  check: {
    upToLine: number;
    readable: boolean;
    fileFaults: LineFault[];
    detected: { encoding: string; delimiter: string | null; dates: { slashes: string | null; known: string } } | null;
    goodLines: number;
    faultyLines: number;
    faults: number;
  };
  progress: { lines: number; recorded: number; alreadyThere: number; refused: number };
}

export interface LineFault {
  line: number;
  column: string | null;
  code: string;
  detail: string;
}

const IMPORTS = '/prison-intelligence/v1/report-imports';

export class Imports {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  open(settings: object): Promise<ImportState> {
    return this.#service.ask({ path: IMPORTS, json: settings });
  }

  send(importId: string, body: Blob, type: string): Promise<ImportState> {
    return this.#service.ask({ path: `${IMPORTS}/${importId}/file`, file: { body, type }, patience: null });
  }

  one(importId: string): Promise<ImportState> {
    return this.#service.ask({ path: `${IMPORTS}/${importId}` });
  }

  async all(digest?: string): Promise<ImportState[]> {
    const query = digest ? `?fileDigest=${digest}` : '';
    return (await this.#service.ask<{ imports: ImportState[] }>({ path: `${IMPORTS}${query}` })).imports;
  }

  start(importId: string, leaveOut: number): Promise<ImportState> {
    return this.#service.ask({ path: `${IMPORTS}/${importId}/start`, json: { leaveOut } });
  }

  change(importId: string, what: 'stop' | 'resume' | 'abandon'): Promise<ImportState> {
    return this.#service.ask({ method: 'POST', path: `${IMPORTS}/${importId}/${what}` });
  }

  /** The first faults, and how many there are. */
  faults(importId: string, limit: number): Promise<{ faults: LineFault[]; count: number }> {
    return this.#service.ask({ path: `${IMPORTS}/${importId}/faults?limit=${limit}` });
  }

  /** All faults, as CSV. */
  async faultsAsCsv(importId: string): Promise<Uint8Array> {
    const answer = await this.#service.answer({ path: `${IMPORTS}/${importId}/faults.csv` });
    return new Uint8Array(await answer.arrayBuffer());
  }
}
