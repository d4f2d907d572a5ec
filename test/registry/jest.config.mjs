import unit from '../../jest.config.mjs';

/** The registry on both of its databases, as a service and with its keys: several processes at once, killed ones, full disks, a database that goes away. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/registry'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	// What is waited for ends by itself after 45 s; all but the kills, which have their own limit, takes 6 s on a busy machine.
	testTimeout: 300_000,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
