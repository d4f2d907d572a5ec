import unit from '../../jest.config.mjs';

/** The service and its options, tests of the tarball that `npm run package` made, and of the rules that guard the source's layout. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/package'],
	testMatch: ['**/*.test.ts'],
	testTimeout: 120_000,
	moduleNameMapper: unit.moduleNameMapper,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
