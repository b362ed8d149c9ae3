// Sees to it that every import that is at work goes on: also after a restart, and each at one place at a time. Two imports
// go on side by side; further ones wait for their turn.
import type { Agency } from '@gatehouse/sharing';
import { Worker } from '@gatehouse/service-kit/worker';
import { withSessionLock } from '@gatehouse/event-bus';
import { checkLines } from './check-lines.ts';
import { importSomeLines } from './import-lines.ts';
import { importsAtWork, type ImportRow } from './import-row.ts';
import { forgetLostUploads } from './receive-file.ts';

/** Each holds a connection for its lock and one for its work. */
const AT_ONCE = 2;

export class Importer {
  readonly worker: Worker;
  readonly #going = new Map<string, Promise<void>>();
  #stopping = false;

  constructor(
    private readonly agency: Agency,
    private readonly onFault: (fault: unknown, name: string) => void,
  ) {
    this.worker = new Worker({ name: 'report-import', step: () => this.takeUp(), idleMs: 200, onFault });
  }

  async start(): Promise<void> {
    await forgetLostUploads(this.agency);
    this.worker.start();
  }

  /** Ends after the lines under way: what is left goes on with the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.worker.stop();
    await Promise.all(this.#going.values());
  }

  /** Takes up what is at work and nobody works on. Gives 0: what was taken up goes on by itself. */
  async takeUp(): Promise<number> {
    const waiting = (await importsAtWork(this.agency.pool)).filter(({ import_id: id }) => !this.#going.has(id));
    const taken = waiting.slice(0, AT_ONCE - this.#going.size);
    for (const row of taken) this.#going.set(row.import_id, this.#drive(row));
    return 0;
  }

  async #drive(row: ImportRow): Promise<void> {
    try {
      await withSessionLock(this.agency.pool, `report-import ${row.import_id}`, () => this.#work(row));
    } catch (fault) {
      this.onFault(fault, 'report-import');
    } finally {
      this.#going.delete(row.import_id);
    }
  }

  async #work(row: ImportRow): Promise<void> {
    if (row.status === 'checking') return checkLines(this.agency, row, () => !this.#stopping);
    while (!this.#stopping && (await importSomeLines(this.agency, row.import_id)));
  }
}
