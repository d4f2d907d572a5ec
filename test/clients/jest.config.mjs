import unit from '../../jest.config.mjs';

/** The clients for TypeScript and Python, as they are packed, installed afresh and run against a service. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/clients'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	globalSetup: '<rootDir>/test/clients/build-clients.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
