import unit from '../../jest.config.mjs';

/** The store of knowledge on servers: what is promised of it in providers/knowledge, held against the real ones. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/knowledge'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	globalSetup: '<rootDir>/test/knowledge/install-servers.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
