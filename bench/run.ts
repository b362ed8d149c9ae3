// npm run bench -- P1 start ... : measures these rows (all without a name, --quick for a short run whose figures are not to
// be quoted), prints them and writes reports/bench.json and reports/index.html. A goal that is missed is reported, not
// punished: the process ends with 0.
import { benchP14 } from './deciding/p14.ts';
import { benchP5 } from './deciding/p5.ts';
import { benchBundles } from './bundles.ts';
import { runReport } from './frame.ts';
import { benchP12 } from './growth/p12.ts';
import { benchImport } from './import.ts';
import { benchList } from './listing/list.ts';
import { benchP6 } from './log/p6.ts';
import { benchP1 } from './p1.ts';
import { benchP13 } from './p13.ts';
import { benchP11 } from './relay/p11.ts';
import { benchStart } from './start.ts';
import { benchP3 } from './stores/p3.ts';
import { benchP4 } from './stores/p4.ts';
import { benchP8 } from './stores/p8.ts';

const measures = {
  start: benchStart,
  P1: benchP1,
  P3: benchP3,
  P4: benchP4,
  P5: benchP5,
  P6: benchP6,
  P8: benchP8,
  P11: benchP11,
  P12: benchP12,
  P13: benchP13,
  P14: benchP14,
  bundles: benchBundles,
  list: benchList,
  import: benchImport,
};

const { code } = await runReport({ kind: 'bench', measures, broken: () => false }, process.argv.slice(2));
process.exit(code);
