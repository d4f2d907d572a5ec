import unit from '../../jest.config.mjs';

/** Agents with a real small language model, whose answers nobody wrote. The first run installs it in the user's cache folder. */
export default {
	id: unit.id,
	rootDir: '../..',
	roots: ['<rootDir>/test/small-model'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	testTimeout: 600_000,
	globalSetup: '<rootDir>/test/small-model/install-small-model.mjs',
	transform: unit.transform,
	transformIgnorePatterns: unit.transformIgnorePatterns,
	moduleNameMapper: unit.moduleNameMapper,
};
