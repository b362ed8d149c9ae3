import { join } from 'node:path';

/** Everything the local stack keeps lies below `<root>/.gatehouse`, which git ignores; `data` is what a reset empties. */
export const stackFolder = (root: string) => {
  const base = join(root, '.gatehouse');
  const data = join(base, 'data');
  return {
    base,
    data,
    postgres: join(data, 'postgres'),
    kafka: join(data, 'kafka'),
    downloads: join(base, 'downloads'),
  };
};
