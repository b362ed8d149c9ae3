export { againAnswer, decideAgain, differences } from './again.ts';
export { explain, type Explained, type ExplainedDecision } from './explain.ts';
export { ExplanationModule } from './explanation.module.ts';
export { keptAnswers, keptInputs, type KeptInputs } from './kept-inputs.ts';
export { inWords } from './words.ts';
