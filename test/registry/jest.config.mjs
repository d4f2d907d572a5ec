import unit from '../../jest.config.mjs';

/** The registry on both of its databases, as a service and with its keys: several processes at once, killed ones, full disks, a database that goes away. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/registry'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
