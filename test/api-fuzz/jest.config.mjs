import unit from '../../jest.config.mjs';

/** Requests that Schemathesis makes from the OpenAPI document, to the built service. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/api-fuzz'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	maxWorkers: 1,
	globalSetup: '<rootDir>/test/api-fuzz/prepare.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
