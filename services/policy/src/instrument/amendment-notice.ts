// When an amendment may take effect (clause 24). What widens anything waits out the notice that the text in force gives; what only
// narrows waits for nothing, since withholding needs no notice. No signature waives it: whoever wants a shorter notice agrees on one first.
// Pure: what an amendment changes was compared before.
import { ruleOf } from '@gatehouse/agreements/clause';
import { dayIn, instantAfterIn } from './day.ts';
import { effectiveAt, type AgreedVersion, type Known } from './instrument.state.ts';

/** One agreed version, and whether an amendment offers anything beyond it. */
export interface Compared {
  sha256: string;
  widens: boolean;
}

/** What an amendment asks: when its text was made known, from when on it would count, and what it was compared with. */
interface Amending {
  madeKnownAt: string;
  wantedFrom: string;
  compared: readonly Compared[];
}

/**
 * The first instant at which an amendment may take effect.
 * A text is made known when it is drafted: every party is told then, and what clause 24 obliges to runs from then.
 * @returns null where it owes no notice
 */
export const noticeIsOver = (instrument: Known, { madeKnownAt, wantedFrom, compared }: Amending): string | null => {
  const document = effectiveAt(instrument, madeKnownAt)?.document;
  const period = document && ruleOf(document, 24)?.noticePeriod;
  if (!document || period === undefined || !widensAny(instrument, wantedFrom, compared)) return null;
  return instantAfterIn(madeKnownAt, period, document.timezone);
};

// A version that is agreed for later does not make what it widens known any sooner: the next text is compared with the one in effect as well.
const widensAny = ({ agreed }: Known, from: string, compared: readonly Compared[]): boolean =>
  standingFrom(agreed, from).some(({ sha256 }) => !compared.some((one) => one.sha256 === sha256 && !one.widens));

const standingFrom = (agreed: readonly AgreedVersion[], at: string): readonly AgreedVersion[] =>
  agreed.slice(
    Math.max(
      agreed.findLastIndex(({ effectiveFrom }) => effectiveFrom <= at),
      0,
    ),
  );

/** Whether the term is over before the notice is: a longer term holds from the moment it is brought into force, and would be given without it. */
export const outlastsTerm = ({ agreed }: Known, noticeOver: string): boolean => {
  const last = agreed.at(-1)?.document;
  return last !== undefined && dayIn(noticeOver, last.timezone) > last.term.to;
};
