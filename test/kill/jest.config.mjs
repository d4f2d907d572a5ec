import unit from '../../jest.config.mjs';

/** The embedded engine and the ledger of models, killed under load; a vault that processes share. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/kill'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	// Waits time out after 45 s. Tests with many kills have a limit by the number of kills.
	testTimeout: 300_000,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
