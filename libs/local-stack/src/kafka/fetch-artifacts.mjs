// A process of its own, since the library that knows Maven's layout leaves a broken connection unhandled: at worst this process dies
// or hangs, and who started it fetches the rest again. Takes JSON on standard input, prints one JSON line per artifact.
import { text } from 'node:stream/consumers';
import maven from 'mvn-artifact-download';

const AT_ONCE = 6;
const { folder, repository, wanted } = JSON.parse(await text(process.stdin));

const fetchNext = async () => {
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    try {
      await maven.default(next.artifact, folder, repository, next.file);
      console.log(JSON.stringify({ file: next.file }));
    } catch (error) {
      const reason = /Status \d+/.exec(error.message)?.[0] ?? error.code ?? 'no connection';
      console.log(JSON.stringify({ file: next.file, error: reason }));
    }
  }
};

await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
