// npm run bench -- P1 start ... : measures these rows (all without a name, --quick for a short run whose figures are not to
// be quoted), prints them and writes reports/bench.json and reports/index.html. A goal that is missed is reported, not
// punished: the process ends with 0.
import { runReport } from './frame.ts';
import { benchImport } from './import.ts';
import { benchP1 } from './p1.ts';
import { benchP13 } from './p13.ts';
import { benchStart } from './start.ts';

const measures = { start: benchStart, P1: benchP1, P13: benchP13, import: benchImport };

const { code } = await runReport({ kind: 'bench', measures, broken: () => false }, process.argv.slice(2));
process.exit(code);
