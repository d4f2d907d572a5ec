import unit from '../../jest.config.mjs';

/** The package as users have it: packed, installed into the real n8n, run by webhook, looked at in the real editor. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.test.ts'],
	// Waits time out after 45 s. A test that starts its own n8n took 40 s on a busy machine.
	testTimeout: 300_000,
	maxWorkers: 1,
	globalSetup: '<rootDir>/test/e2e/boot.ts',
	globalTeardown: '<rootDir>/test/e2e/shut-down.ts',
	moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
	// Tests sign packages themselves and compare pictures.
	moduleNameMapper: { ...unit.moduleNameMapper, '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js' },
	transformIgnorePatterns: unit.transformIgnorePatterns.map((pattern) => pattern.replace('(?!(', '(?!(pixelmatch|')),
	transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
};
