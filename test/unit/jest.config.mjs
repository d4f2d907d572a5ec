import everything from '../../jest.config.mjs';

/** `npm run test:unit`: all but the slow tests, which are skipped, for whoever changes something and wants to know soon (docs/decisions/foundation/0075). */
export default {
	...everything,
	rootDir: '../..',
	globals: { quickTestsOnly: true },
	runner: '<rootDir>/test/unit/grouped-runner.mjs',
	// The files of groups are plain, and new in each run.
	transformIgnorePatterns: [...everything.transformIgnorePatterns, '/troupe-unit-tests-'],
};
