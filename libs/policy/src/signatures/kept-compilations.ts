// What this program compiled the agreed texts of a bundle to, kept for the next process of the service. Promise: what is taken from here is what
// exactly these sources made of exactly that text with exactly these products.
import { documentDigest, type CompiledInstrument, type ProductCatalogue } from '@gatehouse/agreements';
import type pg from 'pg';
import type { Bundle } from '../bundle.ts';
import { programDigest } from '../program-of-record.ts';
import type { VouchedRows } from '../vouched-rows.ts';
import { compilationOf, takeCompilation, toCompile, type ToCompile } from './agreed-text.ts';

export class KeptCompilations {
  readonly #products: string;

  constructor(
    private readonly rows: VouchedRows,
    private readonly products: ProductCatalogue,
  ) {
    this.#products = documentDigest([...products]);
  }

  /** Takes what is kept of the texts of a bundle that this process has not compiled. */
  async recall(queryable: pg.Pool | pg.ClientBase, bundle: Bundle): Promise<void> {
    const unknown = textsIn(bundle).filter((text) => compilationOf(text, this.products) === undefined);
    const named = new Map(unknown.map((text) => [this.#name(text), text]));
    for (const [name, compiled] of await this.rows.read(queryable, [...named.keys()]))
      takeCompilation(named.get(name)!, this.products, compiled as CompiledInstrument);
  }

  /** Keeps what is not kept yet, with the caller's transaction. */
  async keep(client: pg.ClientBase, bundle: Bundle, at: Date): Promise<void> {
    const made = textsIn(bundle).flatMap((text): [string, () => unknown][] => {
      const compiled = compilationOf(text, this.products);
      return compiled ? [[this.#name(text), () => compiled]] : [];
    });
    await this.rows.write(client, new Map(made), at);
  }

  #name({ sha256, to }: ToCompile): string {
    return this.rows.name('compiled', programDigest(), this.#products, sha256, to);
  }
}

/** Texts that are no documents are left to whoever judges them. */
const textsIn = ({ instruments }: Bundle): ToCompile[] =>
  instruments.flatMap(({ texts }) => {
    try {
      return texts ? toCompile(texts) : [];
    } catch {
      return [];
    }
  });
