import unit from '../../jest.config.mjs';

/** The engine contract and the agent worker on the real Zeebe 8.6 broker: one broker for all files. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/zeebe'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	globalSetup: '<rootDir>/test/zeebe/global-setup.mjs',
	globalTeardown: '<rootDir>/test/zeebe/global-teardown.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
	// One after the other: a test that waits should not starve the broker of the cores.
	maxWorkers: 1,
};
