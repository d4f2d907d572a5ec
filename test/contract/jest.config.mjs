import unit from '../../jest.config.mjs';

/** Every recorded case on the embedded engine, as Zeebe 8.6 and as 8.8, and as a process case; what is left of it, and that it is not refused. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/engine-adapter'],
	testEnvironment: 'node',
	testMatch: ['**/*.contract.test.ts'],
	testTimeout: unit.testTimeout,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
