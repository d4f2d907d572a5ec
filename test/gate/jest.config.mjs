import { fileURLToPath } from 'node:url';
import e2e from '../e2e/jest.config.mjs';
import zeebe from '../zeebe/jest.config.mjs';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const roots = ['<rootDir>/test/gate'];

/** One walk for each thing that cannot be proved without its real part (docs/decisions/foundation/0075). */
export default {
	projects: [
		{
			...{ rootDir, roots, displayName: 'n8n', testMatch: ['**/*.n8n.test.ts'], testEnvironment: 'node' },
			...{ transform: e2e.transform, transformIgnorePatterns: e2e.transformIgnorePatterns },
			...{ moduleNameMapper: e2e.moduleNameMapper, moduleFileExtensions: e2e.moduleFileExtensions },
		},
		{ ...zeebe.projects.find(({ displayName }) => displayName === 'Zeebe 8.8'), rootDir, roots, testMatch: ['**/*.zeebe88.test.ts'] },
	],
	testTimeout: 300_000,
	maxWorkers: 1,
};
