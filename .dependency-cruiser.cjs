// Who may know whom. Each rule was seen red once on a planted import before it was trusted.
const production = '^(contracts|libs|services)/';
const notSpecs = ['[.](int[.]|journey[.])?spec[.]ts$', '[.]fixture[.]ts$', '(^|/|[.-])conformance[.]ts$', '/example/'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'service-knows-no-service',
      comment: 'An agency never calls another: what passes between them passes through an instrument and the bus.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
    },
    {
      name: 'service-knows-libs-and-contracts-only',
      severity: 'error',
      from: { path: '^services/', pathNot: notSpecs },
      to: { path: '^(start|tests|bench|prove)/' },
    },
    {
      name: 'lib-knows-no-application',
      comment: 'Libraries serve whoever asks; none knows a service, the start or a test suite.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(services|start|tests|bench|prove)/', pathNot: '^start/swc-options\\.mjs$' },
    },
    {
      name: 'contracts-know-no-application',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { path: '^(services|start|tests|bench|prove)/' },
    },
    {
      name: 'merkle-log-stands-alone',
      comment:
        "The log is checked by people who trust nobody: no package, no other library of ours; Node's crypto hashes.",
      severity: 'error',
      from: { path: '^libs/merkle-log/', pathNot: notSpecs },
      to: { pathNot: ['^libs/merkle-log/', '^(node:)?crypto$'] },
    },
    {
      name: 'verifier-shares-nothing-with-the-prover',
      severity: 'error',
      from: { path: '^services/oversight/verify/', pathNot: notSpecs },
      to: { path: ['^libs/', '^services/oversight/src/', 'node_modules'] },
    },
    {
      name: 'test-kit-stays-out-of-production',
      severity: 'error',
      from: { path: production, pathNot: [...notSpecs, '^libs/(testing|local-stack)/'] },
      to: { path: '^libs/(testing|local-stack)/' },
    },
    {
      name: 'local-stack-knows-no-test-kit',
      severity: 'error',
      from: { path: '^libs/local-stack/', pathNot: notSpecs },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'production-imports-no-spec',
      severity: 'error',
      from: { pathNot: [...notSpecs, '^tests/'] },
      to: { path: '\\.(int\\.|journey\\.)?spec\\.ts$' },
    },
    {
      name: 'no-package-by-path',
      comment: 'Another package is imported by its name, so that its index says what it offers.',
      severity: 'error',
      from: { path: '^((libs|services)/[^/]+|contracts|start|bench|prove)/' },
      to: {
        path: '^((libs|services)/[^/]+|contracts|start|bench|prove)/',
        pathNot: ['^$1/', '^services/oversight/verify/'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only-declared-packages',
      comment: 'What is imported stands in the root package.json; tools for tests are no part of production.',
      severity: 'error',
      from: { path: production, pathNot: [...notSpecs, '^libs/testing/', '^contracts/generate[.]ts$'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules/\\.cache|\\.gatehouse|\\.nx|dist)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
