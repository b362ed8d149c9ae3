export { compileAgreed, compileDocument, compileInstrument, documentDigest, printErrors } from './compile.ts';
export { ruleOf, type Clause, type ClauseRules, type Obligation, type Post } from './clause.ts';
export { compareInstruments } from './difference.ts';
export { disclose } from './disclose.ts';
export type { Difference, Effect } from './effect.ts';
export { emergencyTermsId } from './emergency-rules.ts';
export type {
  CompiledFlow,
  CompiledInstrument,
  CompileError,
  CompileResult,
  Flow,
  FlowTopic,
  InstrumentDocument,
  InstrumentKind,
  InstrumentParty,
  LegalBasis,
  PersonTerms,
  SpecialTerms,
} from './instrument.ts';
export { covers, leaves, project, shapeOf } from './paths.ts';
export { deadlineMs, lastDayOf, shortestLengthOf, shortestPeriod } from './periods.ts';
export type { Addressee, Product, ProductCatalogue, Sensitivity } from './product.ts';
export { dayInWords, listed, periodInWords, spelt } from './words.ts';
export { liaisonTopic, topicName, topicsOf } from './topics.ts';
