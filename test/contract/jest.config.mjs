import unit from '../../jest.config.mjs';

/** Every recorded case on the embedded engine, as Zeebe 8.6 and as 8.8, and as a process case. The fast tests play every eighth. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/engine-adapter'],
	testEnvironment: 'node',
	testMatch: ['**/*.contract.test.ts'],
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
