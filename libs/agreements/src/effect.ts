/** What a change does: more leaves, to more people, for longer, or with weaker duties; less; or neither. */
export type Effect = 'widens' | 'narrows' | 'neutral';

export interface Difference {
  effect: Effect;
  /** The flow by its title, or the clause by its number and title. */
  where: string;
  /** In plain words. */
  says: string;
}

export type Change = Omit<Difference, 'where'>;

export const opposite: Record<Effect, Effect> = { widens: 'narrows', narrows: 'widens', neutral: 'neutral' };

/** What an amount that was and an amount that is do, where more of it has an effect; neutral when they are the same. */
export const byAmount = (was: number, is: number, more: Effect): Effect => {
  if (was === is) return 'neutral';
  return is > was ? more : opposite[more];
};
