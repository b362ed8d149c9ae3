/**
 * What was disclosed, decided again when what rules has changed: a bundle that narrows or widens, a term that ended, rules of a newer program.
 *
 * Promise: every disclosure that a change touches is decided once by what rules now, and each whose answer changed stands in the audit trail
 * and among what is owed; a kill leaves whole pages, and the next start goes on behind them. Nothing leaves by it and nothing is taken back:
 * people answer for that, and the recipient's own service has closed by the same bundle.
 * Invariants: a page is one short transaction, opened when everything is decided; a newer bundle overtakes the run, whose pages are decided
 * anew by the one that follows; after each page as long a pause as half of it took, so that who asks and what leaves go first.
 */
import { record } from '@gatehouse/audit-trail';
import { canonicalJson } from '@gatehouse/crypto';
import { inTransaction } from '@gatehouse/event-store';
import { DECISION_FAILED } from '@gatehouse/policy';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { Worker } from '@gatehouse/service-kit/worker';
import { setImmediate as others, setTimeout as pause } from 'node:timers/promises';
import { auditRecord, type Agency } from '../agency.ts';
import { bundleInUse } from '../reading.ts';
import { eachWithPresentSubjects } from '../present-subjects.ts';
import type { ToProduct } from '../to-product.ts';
import { decideStanding, isKnown, type DecidedAgain } from './answer.ts';
import { forgetDue, nextDue, type Due } from './due.ts';
import { nextPermissions, permissionsNamed, type Permission } from './permissions.ts';
import { rulingsOf, touchedBy } from './ruling.ts';
import { beginRun, endRun, lastDecided, moveRun, type StandingRun } from './standing-run.ts';
import { readyAnswers, writeAnswers } from './write-answers.ts';

const PAGE = 200;
/** Decisions between two looks at who else wants the thread: some milliseconds. */
const AT_ONCE = 20;
const RESTED = 0.5;

export class StandingRunner {
  readonly worker: Worker;
  #settled = '';

  constructor(
    private readonly agency: Agency,
    private readonly toProduct: ToProduct,
    onFault?: (fault: unknown, name: string) => void,
    /** disclosures of one transaction */
    private readonly page = PAGE,
  ) {
    this.worker = new Worker({ name: 'standing', step: () => this.#step(), idleMs: 1_000, onFault });
  }

  async #step(): Promise<number> {
    const began = performance.now();
    const done = await this.runOnce();
    if (done > 0) await pause((performance.now() - began) * RESTED);
    return done;
  }

  /** Begins, goes on with or ends a run. Gives the number of disclosures gone through; 1 for a beginning or an end. */
  async runOnce(): Promise<number> {
    const current = this.agency.keeper.current();
    // A stale bundle is not what rules now: what waits for a fresh one is decided by it.
    if (!current || current.ageSeconds > current.maxAgeSeconds) return 0;
    const due = await nextDue(this.agency.pool, this.page);
    if (due.length > 0) return this.#due(due, current.bundle.version);
    const now = this.agency.clock.now();
    const rulings = rulingsOf(current.bundle, now.toISOString(), current.digests.rules);
    const terms = canonicalJson(rulings);
    if (terms === this.#settled) return 0;
    const { rulings: before, overtaken, running } = await lastDecided(this.agency.pool);
    if (running && canonicalJson(running.rulings) !== terms) return this.#end(running, 'overtaken');
    if (running) return this.#page(running);
    const touched = touchedBy(before, rulings, overtaken);
    if (touched === null) {
      this.#settled = terms;
      return 0;
    }
    const begun = {
      runId: this.agency.newId(),
      bundleVersion: current.bundle.version,
      rulings,
      startedAt: now,
      ...touched,
    };
    return (await beginRun(this.agency.pool, begun)) ? 1 : 0;
  }

  async #page(run: StandingRun): Promise<number> {
    const page = await nextPermissions(this.agency.pool, run, this.page);
    const last = page.at(-1);
    if (!last) return this.#end(run, 'complete');
    const { bundle } = bundleInUse(this.agency);
    const decided = await this.#decided(page);
    const changed = decided.filter((one) => !isKnown(one));
    const ready = await readyAnswers(this.agency, changed, bundle.version);
    const counts = { decided: page.length, changed: changed.length, undecided: page.length - decided.length };
    const isMoved = await inTransaction(this.agency.pool, async (client) => {
      // First, so that of two processes one writes; and not by a bundle that rules no more.
      if (bundleInUse(this.agency).bundle.version !== bundle.version || !(await moveRun(client, run, last, counts)))
        return false;
      await writeAnswers(this.agency, client, ready, bundle.version);
      return true;
    });
    return isMoved ? page.length : 1;
  }

  /** What is due because of whom it is about. Where another process was quicker nothing is written: what is due still, is decided at the next step. */
  async #due(due: Due[], bundleVersion: number): Promise<number> {
    const decided = await this.#decided(await permissionsNamed(this.agency.pool, due));
    const changed = decided.filter((one) => !isKnown(one));
    const ready = await readyAnswers(this.agency, changed, bundleVersion);
    await inTransaction(this.agency.pool, async (client) => {
      if (bundleInUse(this.agency).bundle.version !== bundleVersion || !(await forgetDue(client, due)))
        throw new RetryableFault('to be decided anew: something else rules by now');
      await writeAnswers(this.agency, client, ready, bundleVersion);
    });
    if (changed.length > 0)
      this.agency.alarm('STANDING_DISCLOSURES_CHANGED', { bundleVersion, changed: changed.length, state: 'complete' });
    return due.length;
  }

  async #decided(page: Permission[]): Promise<DecidedAgain[]> {
    const decided: DecidedAgain[] = [];
    const found = page.flatMap((permission) => {
      const { released } = permission;
      const outgoing = released && this.toProduct(released.event);
      return released && outgoing ? [{ permission: { ...permission, released }, outgoing }] : [];
    });
    const { agency } = this;
    const present = await eachWithPresentSubjects(
      agency,
      agency.pool,
      found.map(({ outgoing }) => outgoing),
    );
    for (const [place, { permission, outgoing }] of found.entries()) {
      if (place % AT_ONCE === 0) await others();
      decided.push(decideStanding(agency, permission, present[place] ?? outgoing));
    }
    // Nobody is asked to erase anything because deciding went wrong: it stays as it was, and is said aloud.
    const [failed, sound] = [decided.filter(isFailed), decided.filter((one) => !isFailed(one))];
    if (failed.length > 0) this.agency.alarm('STANDING_NOT_DECIDED', { disclosures: failed.length });
    return sound;
  }

  async #end(run: StandingRun, state: 'complete' | 'overtaken'): Promise<number> {
    const { pool, clock, alarm } = this.agency;
    const isEnded = await inTransaction(pool, async (client) => {
      if (!(await endRun(client, run.runId, state, clock.now()))) return false;
      if (run.decided > 0) await record(client, this.#recordOf(run));
      return true;
    });
    if (isEnded && run.changed > 0)
      alarm('STANDING_DISCLOSURES_CHANGED', { bundleVersion: run.bundleVersion, changed: run.changed, state });
    return 1;
  }

  #recordOf({ runId, rulings, instruments }: StandingRun) {
    const version = (id: string) => rulings[id] && (JSON.parse(rulings[id].terms) as { version: number }).version;
    const named = instruments.filter((id) => id !== '*' && rulings[id]);
    return auditRecord(this.agency, {
      event: 'standing-decided',
      operation: 'disclosure',
      action: 'decide-standing',
      item: { id: runId, product: 'standing-disclosures' },
      agreements: named.map((id) => `${id}@${version(id)}`),
    });
  }
}

const isFailed = ({ made }: DecidedAgain): boolean => made.decision.reason === DECISION_FAILED;
