/** The registry on both of its databases: several processes at once, killed ones, full disks, a database that goes away. */
export default {
	rootDir: '../..',
	roots: ['<rootDir>/test/registry'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	transform: { '^.+\\.[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
