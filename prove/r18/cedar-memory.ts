// What Cedar said in this process, by what it was asked. Given out as a copy each time: a mutant may change what it is given.
const said = new Map<string, string>();
const slots = new Map<string, string>();

export const remembered = <T>(question: string, argument: unknown, ask: () => T): T => {
  const key = `${question} ${JSON.stringify(argument)}`;
  const known = said.get(key) ?? JSON.stringify(ask());
  said.set(key, known);
  return JSON.parse(known) as T;
};

/** The name under which Cedar keeps this text: one for each text, whoever names it how. */
export const slotFor = (content: unknown): string => {
  const key = JSON.stringify(content);
  const slot = slots.get(key) ?? `slot ${slots.size}`;
  slots.set(key, slot);
  return slot;
};
