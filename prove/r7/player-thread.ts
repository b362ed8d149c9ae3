// A thread that plays several pairs of agencies side by side: waiting for the disk takes longer than deciding.
import { useEngine } from '@gatehouse/policy';
import { parentPort, workerData } from 'node:worker_threads';
import { play, together, type Play } from './play.ts';

useEngine({ decides: 'closures', shadowed: 0.01 });
parentPort?.postMessage(together(await Promise.all((workerData as Play[]).map(play))));
