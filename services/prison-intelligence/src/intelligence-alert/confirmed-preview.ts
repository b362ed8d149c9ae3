// Whether somebody looked at what would leave: publishing names the preview it confirms.
import { confirmPreview, type Agency, type Asked, type Looking, type Outgoing } from '@gatehouse/sharing';
import { asPreviewed, previewed, reachesSomebody, type Previewed } from './audience.ts';
import type { Shown } from './intelligence-alert.decider.ts';

/** Where a rule refuses first nobody has to look. */
export const NOT_LOOKED_AT: Shown & { now: null } = { preview: 'missing', audience: 'somebody', now: null };

/** A look at raising an alert: all that is said stands in the item. */
export const raising = ({ caller: { person } }: Asked): Looking => ({
  person,
  act: 'RaiseIntelligenceAlert',
  on: null,
  said: {},
});

/** What the preview named says today. */
export const lookedAt = async (
  agency: Agency,
  outgoing: Outgoing,
  looking: Looking,
  preview: string | null,
): Promise<Shown & { now: Previewed }> => {
  const confirmed = preview === null ? null : await confirmPreview(agency, outgoing, looking, preview);
  const now = confirmed ? asPreviewed(agency, outgoing, confirmed.now) : await previewed(agency, outgoing, looking);
  const audience = reachesSomebody(now) ? 'somebody' : 'nobody';
  return { preview: confirmed ? OUTCOMES[confirmed.outcome] : 'missing', audience, now };
};

const OUTCOMES = { confirmed: 'confirmed', 'preview-unknown': 'unknown', 'preview-outdated': 'outdated' } as const;
