/**
 * Brings a bus in line with a plan: the one way in which topics, settings and rights are made, by every command and at every start.
 *
 * Promise: `planFor` changes nothing. After `reconcile` whatever the plan wants is there and in force, and of what it does not want no
 * right is left; a second time there is no step to take. Nothing is given that `warrants` does not warrant: a plan that would is refused
 * whole. What loses messages, or reaches further than the plan, is done only when it is said by name, and otherwise left and told.
 */
import { RetryableFault, TerminalFault } from '@gatehouse/service-kit/faults';
import { setTimeout } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import type { TopicPlan } from '../topic-plan.ts';
import type { BusAdministration } from './bus-state.ts';
import { planSteps } from './plan-steps.ts';
import type { Right } from './right.ts';
import { inWords, type Step } from './step.ts';

export interface Wanted {
  plan: TopicPlan;
  /** everything of this namespace that the plan does not name is surplus; null: only what the plan names is looked at */
  namespace: string | null;
  /** rights that are there beside the plan's, to be left as they are: those of whoever keeps the lanes */
  kept?: (right: Right) => boolean;
  /** whether somebody signed for this right: read from the agreements, not from the plan; without it the plan is believed */
  warrants?: (right: Right) => boolean;
}

/** Evidence of what is done: what cannot be recorded before is not done. */
export interface Evidence {
  /** @returns what is told once they were taken, or were not */
  before(steps: readonly Step[]): Promise<{ done(): Promise<void>; failed(): Promise<void> }>;
}

export interface MayLose {
  /** topics that no plan names, once everything on them was delivered */
  topics: boolean;
  /** such topics also with what nobody has taken, and of a lane whose time is shortened what is older and nobody has taken */
  undelivered: boolean;
}

export interface Outcome {
  taken: Step[];
  /** what a person has to decide */
  left: Step[];
}

const NOTHING: MayLose = { topics: false, undelivered: false };
const PATIENCE_MS = 30_000;

/**
 * The steps from what the bus has to what is wanted.
 * @throws TerminalFault 'plan-widens-rights' when one of them gives what nobody signed for; what `BusAdministration.state` throws
 */
export const planFor = async (
  bus: BusAdministration,
  { plan, namespace, warrants, kept = () => false }: Wanted,
): Promise<Step[]> => {
  const found = await bus.state(plan, namespace);
  const there = { ...found, rights: found.rights.filter((right) => !kept(right)) };
  const steps = planSteps(plan, there, bus.shape, (principal) => bus.knows(principal));
  const unwarranted = steps.filter((step) => step.step === 'give-right' && warrants && !warrants(step.right));
  if (unwarranted.length > 0)
    throw new TerminalFault(`the plan would widen rights: ${unwarranted.map(inWords).join('; ')}`, {
      code: 'plan-widens-rights',
    });
  return steps;
};

/**
 * Plans and takes the steps, again where the bus was busy.
 * @throws as `planFor`; RetryableFault when the bus was not to be had within half a minute
 */
export const reconcile = async (
  bus: BusAdministration,
  wanted: Wanted,
  { mayLose = NOTHING, evidence }: { mayLose?: MayLose; evidence?: Evidence } = {},
): Promise<Outcome> => {
  const until = performance.now() + PATIENCE_MS;
  const resting = new Backoff();
  // Of a try that failed half-way too: what it had done is not planned again.
  const taken = new Map<string, Step>();
  for (;;) {
    try {
      const left = await once(bus, wanted, { mayLose, evidence, taken });
      return { taken: [...taken.values()], left };
    } catch (fault) {
      // A topic made a moment ago may not have its leader yet, and says so to whoever asks first.
      if (!(fault instanceof RetryableFault) || performance.now() > until) throw fault;
      await setTimeout(resting.fault('reconcile'));
    }
  }
};

const once = async (
  bus: BusAdministration,
  wanted: Wanted,
  { mayLose, evidence, taken }: { mayLose: MayLose; evidence: Evidence | undefined; taken: Map<string, Step> },
): Promise<Step[]> => {
  const steps = await planFor(bus, wanted);
  const now = steps.filter((step) => allowed(step, mayLose));
  for (const step of now) taken.set(inWords(step), step);
  if (now.length > 0) await takenWith(evidence, now, () => bus.take(now));
  return steps.filter((step) => !allowed(step, mayLose));
};

const takenWith = async (
  evidence: Evidence | undefined,
  steps: readonly Step[],
  take: () => Promise<void>,
): Promise<void> => {
  const intended = await evidence?.before(steps);
  try {
    await take();
  } catch (fault) {
    // What went wrong is what the caller is told, also where even that cannot be recorded: an intent without a result says so.
    await intended?.failed().catch(() => undefined);
    throw fault;
  }
  await intended?.done();
};

const allowed = (step: Step, { topics, undelivered }: MayLose): boolean => {
  if (step.step === 'wider-right') return false;
  if (step.step === 'set-setting') return !step.undelivered || undelivered;
  return step.step !== 'delete-topic' || (topics && (step.undelivered === 0 || undelivered));
};
