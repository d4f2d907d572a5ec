import unit from '../../jest.config.mjs';

/** The service and its options, tests of the tarball that `npm run package` made, and of the rules that guard the source's layout. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/package'],
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	// One waits a minute for a killed worker's job; nothing here is shared but the build, which is read.
	maxWorkers: 2,
	moduleNameMapper: unit.moduleNameMapper,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
