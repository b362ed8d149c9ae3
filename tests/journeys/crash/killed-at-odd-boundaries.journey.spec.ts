// kill -9 at the boundaries of the path, twice at each, then a start that is left alone. In two files, so that they run side
// by side.
import { FAILPOINTS } from '@gatehouse/failpoints';
import { describe } from '@jest/globals';
import { killedTwiceAtEach } from './killed.ts';

describe('killed twice at a boundary', () => killedTwiceAtEach(FAILPOINTS.filter((_, i) => i % 2 === 1)));
