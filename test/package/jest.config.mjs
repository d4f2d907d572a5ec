/** Tests of the tarball that `npm run package` made, and of the rules that guard the source's layout. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/package'],
	testMatch: ['**/*.test.ts'],
	testTimeout: 120_000,
	// It exports itself for `import` alone.
	moduleNameMapper: { '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js' },
	transformIgnorePatterns: ['/node_modules/(?!canonicalize/)'],
	transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
