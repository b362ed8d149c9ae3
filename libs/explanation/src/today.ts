// Today's answer beside the one of then: today's policy and clock, and of a reader and his item what is attested and held today.
import { readerFacts } from '@gatehouse/personnel';
import { asUnknown, phantomOf, questionAbout, questionOf, type Agency, type Asked } from '@gatehouse/sharing';
import type { Attributes, HeldItem, KeptAnswer } from '@gatehouse/sharing';
import { againAnswer } from './again.ts';

export interface Today {
  at: string;
  bundleVersion: number;
  answer: KeptAnswer;
}

export type LoadHeld = (itemId: string, person: Asked['caller']) => Promise<HeldItem | null>;

/**
 * What the same question would be answered now. Nothing is opened by it and nobody is alarmed.
 * @param byPerson whether a person asked: else the item and its recipient are taken as they were
 * @returns null while there is no verified bundle
 */
export const today = async (
  agency: Agency,
  load: LoadHeld,
  attributes: Attributes,
  itemId: string | null,
  byPerson: boolean,
): Promise<Today | null> => {
  const current = agency.keeper.current();
  if (!current) return null;
  const { bundle, point, ageSeconds, maxAgeSeconds, verified } = current;
  const now = agency.clock.now().toISOString();
  const said = { at: now, bundleVersion: bundle.version };
  const asThen = questionOf(attributes);
  const { question: kindThen, use } = asThen.request;
  const isUse = use !== undefined || (kindThen !== 'list' && kindThen !== 'open');
  if (!byPerson || isUse || itemId === null || asThen.caller.person === null) {
    const question = { ...asThen, now, bundle: { ageSeconds, maxAgeSeconds, verified } };
    return { ...said, answer: againAnswer(point.decide(question)) };
  }
  const asked = askedIn(asThen);
  const held = await load(itemId, asked.caller);
  const facts = await readerFacts(agency.pool, asked.caller.person);
  const about = held ?? phantomOf(bundle);
  const kind = asThen.request.question === 'list' ? 'list' : 'open';
  const decision = point.decide(
    questionAbout(agency, asked, facts, kind, about, about.envelope.product, asThen.request.fields),
  );
  return { ...said, answer: againAnswer(held ? decision : asUnknown(decision)) };
};

const askedIn = ({ caller, request }: ReturnType<typeof questionOf>): Asked => ({
  caller: {
    person: caller.person ?? '',
    agency: caller.tokenAgency ?? caller.agency,
    unit: caller.unit ?? '',
    roles: caller.roles,
  },
  purpose: request.purpose,
  caseRef: request.caseRef ?? null,
  correlationId: '',
});
