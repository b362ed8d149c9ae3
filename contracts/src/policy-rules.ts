import { listContracts, readContract } from './files.ts';

export interface PolicyFile {
  /** Path relative to `contracts/`. */
  file: string;
  text: string;
}

const asFile = (file: string): PolicyFile => ({ file, text: readContract(file) });

/** The numbered rules that hold for every instrument, in order of evaluation. */
export const staticRules = (): PolicyFile[] =>
  listContracts('policy', '.cedar')
    .filter((file) => /\/\d\d-[a-z-]+\.cedar$/.test(file))
    .map(asFile);

/** The duties of an agency's own staff in its own service. */
export const dutyRules = (): PolicyFile => asFile('policy/duties.cedar');

/** Who may not approve what. */
export const approvalRules = (): PolicyFile => asFile('policy/approvals.cedar');

/** The schema every question and every rule is validated against. */
export const policySchema = (): string => readContract('policy/schema.cedarschema');
