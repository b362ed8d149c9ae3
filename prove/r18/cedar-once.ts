// Cedar as the policy library of one generation takes it. Promise: the same answers as Cedar's own, which follow from their arguments
// alone; what it took long to say is said from memory, and names of preparsed rules mean what this generation gave them, since all
// generations of a process share one Cedar.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { remembered, slotFor } from './cedar-memory.ts';

export * from '@cedar-policy/cedar-wasm/nodejs';

const slots = new Map<string, string>();

export const policyToJson: typeof cedar.policyToJson = (policy) =>
  remembered('policyToJson', policy, () => cedar.policyToJson(policy));

export const policySetTextToParts: typeof cedar.policySetTextToParts = (text) =>
  remembered('policySetTextToParts', text, () => cedar.policySetTextToParts(text));

export const schemaToJsonWithResolvedTypes: typeof cedar.schemaToJsonWithResolvedTypes = (text) =>
  remembered('schemaToJsonWithResolvedTypes', text, () => cedar.schemaToJsonWithResolvedTypes(text));

export const validate: typeof cedar.validate = (call) => remembered('validate', call, () => cedar.validate(call));

export const preparseSchema: typeof cedar.preparseSchema = (name, schema) => {
  const slot = slotFor(schema);
  slots.set(name, slot);
  return remembered('preparseSchema', schema, () => cedar.preparseSchema(slot, schema));
};

export const preparsePolicySet: typeof cedar.preparsePolicySet = (name, policies) => {
  const slot = slotFor(policies);
  slots.set(name, slot);
  return remembered('preparsePolicySet', policies, () => cedar.preparsePolicySet(slot, policies));
};

export const statefulIsAuthorized: typeof cedar.statefulIsAuthorized = (call) =>
  cedar.statefulIsAuthorized({
    ...call,
    preparsedPolicySetId: slots.get(call.preparsedPolicySetId) ?? call.preparsedPolicySetId,
    ...(call.preparsedSchemaName && {
      preparsedSchemaName: slots.get(call.preparsedSchemaName) ?? call.preparsedSchemaName,
    }),
  });
