import { fileURLToPath } from 'node:url';
import unit from '../../jest.config.mjs';

/** The engine contract, workers and examples on the real engines. Each engine is started once, when one of its files is run. */
const shared = {
	rootDir: fileURLToPath(new URL('../..', import.meta.url)),
	roots: ['<rootDir>/test/zeebe'],
	testEnvironment: 'node',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};

const projectFor = (version, files) => ({
	...shared,
	...files,
	displayName: `Zeebe 8.${version.slice(1)}`,
	globalSetup: `<rootDir>/test/zeebe/broker/start-${version}.mjs`,
	globalTeardown: `<rootDir>/test/zeebe/broker/stop-${version}.mjs`,
});

export default {
	projects: [
		projectFor('86', { testMatch: ['**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/', 'zeebe88'] }),
		projectFor('88', { testMatch: ['**/zeebe88*.test.ts'] }),
	],
	// Nothing is timed: this ends what hangs. What opens a connection loads the SDK first, which alone takes seconds on a busy machine.
	testTimeout: 300_000,
	// One after the other: a test that waits should not starve an engine of the cores.
	maxWorkers: 1,
};
