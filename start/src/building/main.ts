// npm run build: the program of the services as few files, for the launcher start/built.mjs.
import { buildProgram } from './build-program.ts';

const files = await buildProgram();
process.stdout.write(`${files.length} files in dist/\n`);
