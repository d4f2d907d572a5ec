import unit from '../../jest.config.mjs';

/** The built console, as people use it: in a real browser, by mouse, by keyboard and by what a reader of a screen is told. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/console'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	maxWorkers: 1,
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
