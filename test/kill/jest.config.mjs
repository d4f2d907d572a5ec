/** The embedded engine and the ledger of models, killed under load. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/kill'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	transform: { '^.+\\.[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
