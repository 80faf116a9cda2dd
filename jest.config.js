const { totalmem } = require('node:os');

/** Few large test files: each file pays once for loading cdktf, so tests are grouped by subject. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs', ignoreDynamic: false } },
    ],
  },
  // Commands are loaded when they are asked for, by file name, as Node wants it of a dynamic import.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  reporters: ['default', '<rootDir>/test/skipped-reporter.js'],
  // Many tests start programs; a busy machine is no fault of theirs.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/waiting-first.js',
  // One more than a small machine has processors: the long files wait for most of their time. Each worker takes up to two gigabytes, its providers as much again.
  maxWorkers: totalmem() > 12 * 2 ** 30 ? 3 : 2,
};
