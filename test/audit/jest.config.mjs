import unit from '../../jest.config.mjs';

/** Logs that Go's own packages verify, and Go's logs. Needs Go; its modules are fetched by the module proxy. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/audit'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
