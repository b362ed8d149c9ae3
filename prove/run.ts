// npm run prove -- R3 R4 ... : checks what is promised (all without a name; --quick for a short run), and first that each
// check can fail. Writes reports/prove.json and reports/index.html. Ends with 1 where a promise was broken, or where a
// planted bug went unnoticed. Its last line counts the rows as npm test counts tests, so that .ci/run can add them.
import { runReport } from '@gatehouse/bench/frame';
import { proveClosures } from './closures/prove-closures.ts';
import { isBroken } from './promise.ts';
import { proveExplain } from './explain/prove-explain.ts';
import { proveR10 } from './r10.ts';
import { proveR12 } from './r12.ts';
import { proveR13 } from './r13.ts';
import { proveR18 } from './r18.ts';
import { proveR2 } from './r2.ts';
import { proveR3 } from './r3.ts';
import { proveR4 } from './r4.ts';
import { proveR5 } from './r5.ts';
import { proveR7 } from './r7.ts';

const measures = {
  R2: proveR2,
  R3: proveR3,
  R4: proveR4,
  R5: proveR5,
  R7: proveR7,
  R10: proveR10,
  R12: proveR12,
  R13: proveR13,
  R18: proveR18,
  closures: proveClosures,
  EXPLAIN: proveExplain,
};

const { code, passed, failed } = await runReport({ kind: 'prove', measures, broken: isBroken }, process.argv.slice(2));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(code);
