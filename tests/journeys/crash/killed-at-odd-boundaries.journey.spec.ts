// kill -9 at the boundaries of the path, then a start that is left alone. In two files, so that they run side by side.
import { FAILPOINTS } from '@gatehouse/failpoints';
import { describe } from '@jest/globals';
import { killedAtEach } from './killed.ts';

describe('killed at a boundary', () => killedAtEach(FAILPOINTS.filter((_, i) => i % 2 === 1)));
