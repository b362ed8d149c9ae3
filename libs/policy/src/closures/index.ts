export { programOf, type Program, type Request, type Verdict } from './authorise.ts';
export { NotCompiled } from './json-forms.ts';
export { Unfit } from './read-context.ts';
export { compileRule, type CompiledRule } from './rule.ts';
export { readSchema, schemaForm, type Schema, type SchemaForm } from './schema.ts';
export { EvaluationFault } from './value.ts';
