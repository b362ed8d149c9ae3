// Which engine decides in a process, and how much of it the other one is asked too: from the environment.
import { UNLESS_SAID, type EngineSettings } from './engine.ts';

const isEngine = (name: string): name is EngineSettings['decides'] => name === 'cedar-wasm' || name === 'closures';

/** Where closures decide, one answer in a hundred is asked of cedar-wasm, which takes as long as the other ninety-nine. */
const SHADOWED_CLOSURES = 0.01;

/**
 * GATEHOUSE_ENGINE (`cedar-wasm`, or `closures`, which is ruling 11's only once the decision matrix has held for them) and
 * GATEHOUSE_SHADOWED, a share from 0 to 1; at 0 nothing is compared.
 * @throws Error with what is wrong
 */
export const engineSettingsFrom = (env: NodeJS.ProcessEnv): EngineSettings => {
  const decides = env['GATEHOUSE_ENGINE'] ?? UNLESS_SAID.decides;
  if (!isEngine(decides)) throw new Error(`GATEHOUSE_ENGINE is cedar-wasm or closures, not '${decides}'`);
  const usual = decides === 'closures' ? SHADOWED_CLOSURES : UNLESS_SAID.shadowed;
  const shadowed = Number(env['GATEHOUSE_SHADOWED'] ?? usual);
  if (!(shadowed >= 0 && shadowed <= 1) || env['GATEHOUSE_SHADOWED'] === '')
    throw new Error(`GATEHOUSE_SHADOWED is a share from 0 to 1, not '${env['GATEHOUSE_SHADOWED']}'`);
  return { decides, shadowed };
};
