// Which engine decides in a process, and how much of it the other one is asked too: from the environment.
import { UNLESS_SAID, type EngineSettings } from './engine.ts';

const isEngine = (name: string): name is EngineSettings['decides'] => name === 'cedar-wasm' || name === 'closures';

/** Where cedar-wasm decides, the closures are asked of everything: they cost a hundredth of it. */
const SHADOWED_CEDAR = 1;

/**
 * GATEHOUSE_ENGINE (`closures` or `cedar-wasm`) and GATEHOUSE_SHADOWED, a share from 0 to 1; at 0 nothing is compared.
 * @throws Error with what is wrong
 */
export const engineSettingsFrom = (env: NodeJS.ProcessEnv): EngineSettings => {
  const decides = env['GATEHOUSE_ENGINE'] ?? UNLESS_SAID.decides;
  if (!isEngine(decides)) throw new Error(`GATEHOUSE_ENGINE is cedar-wasm or closures, not '${decides}'`);
  const usual = decides === 'cedar-wasm' ? SHADOWED_CEDAR : UNLESS_SAID.shadowed;
  const shadowed = Number(env['GATEHOUSE_SHADOWED'] ?? usual);
  if (!(shadowed >= 0 && shadowed <= 1) || env['GATEHOUSE_SHADOWED'] === '')
    throw new Error(`GATEHOUSE_SHADOWED is a share from 0 to 1, not '${env['GATEHOUSE_SHADOWED']}'`);
  return { decides, shadowed };
};
