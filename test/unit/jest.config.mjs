import { availableParallelism } from 'node:os';
import everything from '../../jest.config.mjs';

/** `npm run test:unit`: the quick tests, for fast feedback on a change (docs/decisions/foundation/0075). */
export default {
	...everything,
	rootDir: '../..',
	testMatch: [...everything.testMatch, '!**/*.{server,slow}.test.ts'],
	globals: { quickTestsOnly: true, refusesStarts: true },
	// A test that hangs fails by its name before the part counts as hung (scripts/lib/suites/run-watched.mjs).
	testTimeout: 120_000,
	// Quick tests hardly wait, and each further worker loads all modules again: three workers take 184 seconds of a processor, two take 150.
	maxWorkers: availableParallelism(),
	runner: '<rootDir>/test/unit/grouped-runner.mjs',
	testRunner: '<rootDir>/test/unit/silent-circus.cjs',
	// The files of groups are plain JavaScript, and new in each run.
	transformIgnorePatterns: [...everything.transformIgnorePatterns, '/troupe-unit-tests-'],
};
