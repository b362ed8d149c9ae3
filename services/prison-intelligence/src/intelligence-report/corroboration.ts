// The same source does not corroborate itself: neither in two paragraphs, nor in two reports, nor through a report made from
// the other. Sources are compared by an opaque token; who they are is not known here.
import type { Corroboration, Paragraph } from './intelligence-report.events.ts';

/** A paragraph that another one leans on, as it stands. */
export interface Support extends Corroboration {
  sourceToken: string | null;
  /** its report was made from the claiming report, or the other way round */
  sameOrigin: boolean;
}

export type CorroborationRefusal = 'corroboration-not-named' | 'corroboration-unknown' | 'source-corroborates-itself';

type Claim = Pick<Paragraph, 'n' | 'sourceToken' | 'corroboratedBy'>;

/**
 * Whether a paragraph that counts as corroborated has another source behind it.
 * @param supports everything it may lean on: the paragraphs of its own report (URN null) and those of others it names
 * @returns why not, or null
 */
export const corroborationRefusal = (claim: Claim, supports: Support[]): CorroborationRefusal | null => {
  if (claim.corroboratedBy.length === 0) return 'corroboration-not-named';
  const named = claim.corroboratedBy.map((one) =>
    supports.find(({ reportUrn, n }) => reportUrn === one.reportUrn && n === one.n),
  );
  if (named.some((support) => support === undefined)) return 'corroboration-unknown';
  return named.some((support) => support !== undefined && isAnotherSource(claim, support))
    ? null
    : 'source-corroborates-itself';
};

const isAnotherSource = (claim: Claim, support: Support): boolean => {
  if (support.sameOrigin) return false;
  if (support.reportUrn === null && support.n === claim.n) return false;
  return claim.sourceToken === null || support.sourceToken !== claim.sourceToken;
};
