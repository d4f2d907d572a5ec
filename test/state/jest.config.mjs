import unit from '../../jest.config.mjs';

/** What Troupe stores, on both of its databases: several processes as several machines, a server that goes away, rows of other tenants. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/state'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	globalSetup: '<rootDir>/test/knowledge/install-servers.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
