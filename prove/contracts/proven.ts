// What was proven of which contracts, beside them: contracts/proven.json. Promise: the digest is of everything the solver is asked, so
// that a rule, a field, a code or a claim that changes is noticed without a solver.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractsFolder } from '@gatehouse/contracts';
import { format, resolveConfig } from 'prettier';
import { PROPERTIES, type Claim, type Property } from './claim.ts';
import { documentOf, type Outcome } from './prove-claims.ts';

export interface PropertyProof {
  says: string;
  claims: number;
  proven: number;
  /** Claims that were refuted or not decided. */
  open: string[];
}

export interface Proof {
  /** SHA-256 of all questions, base64url */
  contracts: string;
  /** With which programs; null where there was none, and nothing is proven. */
  by: string[] | null;
  properties: Record<Property, PropertyProof>;
}

const FILE = join(contractsFolder, 'proven.json');

export const digestOf = (schema: string, claims: readonly Claim[]): string =>
  createHash('sha256')
    .update(JSON.stringify(claims.map(({ id, shown, says }) => [id, shown, says])))
    .update(
      documentOf(
        schema,
        claims.flatMap(({ asked }) => asked),
      ),
    )
    .digest('base64url');

/** What stands beside the contracts; null where nothing does. */
export const keptProof = (): Proof | null =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Proof) : null;

/** The proof of these outcomes; without outcomes one that says that nothing is proven. */
export const proofOf = (
  schema: string,
  claims: readonly Claim[],
  outcomes: readonly Outcome[],
  by: string[] | null,
): Proof => ({
  contracts: digestOf(schema, claims),
  by,
  properties: Object.fromEntries(
    Object.entries(PROPERTIES).map(([property, says]) => {
      const theirs = outcomes.filter(({ claim }) => claim.property === property);
      return [
        property,
        {
          says,
          claims: claims.filter((claim) => claim.property === property).length,
          proven: theirs.filter(({ proven }) => proven === true).length,
          open: theirs.filter(({ proven }) => proven !== true).map(({ claim }) => claim.id),
        },
      ];
    }),
  ) as Proof['properties'],
});

export const keep = async (proof: Proof): Promise<void> => {
  const style = (await resolveConfig(FILE)) ?? {};
  writeFileSync(FILE, await format(JSON.stringify(proof, null, 2), { ...style, parser: 'json' }));
};

/** One line for each property. */
export const proofInWords = ({ by, properties }: Proof): string[] =>
  Object.values(properties).map(({ says, claims, proven }) =>
    proven === claims
      ? `proven of every request: ${says} (${claims} claims, ${by?.join(', ')})`
      : `NOT PROVEN: ${says} (${proven} of ${claims} claims)`,
  );
