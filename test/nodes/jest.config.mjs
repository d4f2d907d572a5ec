import unit from '../../jest.config.mjs';

/** Nodes of the real n8n, run as tasks in their processes. The first run installs n8n in the user's cache folder. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/nodes'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 300_000,
	globalSetup: '<rootDir>/test/nodes/install-n8n.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	// The real n8n-workflow, not the part of it that unit tests have.
	moduleNameMapper: { '^canonicalize$': unit.moduleNameMapper['^canonicalize$'] },
};
