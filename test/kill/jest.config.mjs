/** The embedded engine killed a hundred times under load. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/kill'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	transform: { '^.+\\.[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
