// Which mutants a sample is made of: the same ones each time, as long as the sources are the same.
import { createHash } from 'node:crypto';

const SEED = 'R18';

/** Whether a mutant is of the sample. @param share from 0 to 1 */
export const isDrawn = (id: string, share: number): boolean => {
  const drawn = createHash('sha256').update(`${SEED} ${id}`).digest().readUInt32BE(0);
  return drawn < share * 2 ** 32;
};
