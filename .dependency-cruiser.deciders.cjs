// A decider is pure: types, the decider kit and pure siblings; time and ids are handed in. Looked at as compiled, without the imports that
// are only types. Both rules were seen red once on a planted import.
const { options } = require('./.dependency-cruiser.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'decider-imports-siblings-only',
      severity: 'error',
      from: { path: '^((services|libs)/[^/]+/src/[^/]+)/[^/]+[.]decider[.]ts$' },
      to: { pathNot: ['^$1/', '^libs/event-store/src/decider[.]ts$'] },
    },
    {
      name: 'decider-reaches-no-io',
      comment: 'Nor does anything that a decider imports reach a package or the outside, however far away.',
      severity: 'error',
      from: { path: '[.]decider[.]ts$' },
      to: {
        reachable: true,
        path: [
          'node_modules',
          '^(node:)?(fs|net|http|https|http2|dgram|dns|tls|os|child_process|cluster|worker_threads|process|timers|stream|readline|module)(/promises)?$',
          '[.](controller|projection|module|entity)[.]ts$',
        ],
      },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
