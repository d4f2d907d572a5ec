import unit from '../../jest.config.mjs';

/** The embedded engine and the ledger of models, killed under load; a vault that processes share. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/kill'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
