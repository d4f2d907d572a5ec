import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import everything from '../../jest.config.mjs';
import quick from './jest.config.mjs';
import withServers from './server.config.mjs';

const root = join(import.meta.dirname, '../..');
const [sources] = quick.collectCoverageFrom;
/** A statement at the top of a file that is there when it runs. */
const statement = /^(?:export )?(?:default |abstract |async )*(?:const|let|function|class|enum)\b|^export (?:\*|\{)|^import '|^[\w.]+\(/m;
/** Nothing can cover a file of types alone: no test loads it. V8 would count each of its lines as uncovered. */
const types = globSync(sources, { cwd: root }).filter((file) => !statement.test(readFileSync(join(root, file), 'utf8')));

/** `npm run test:coverage`: the unit tests without the slow ones, and how much of the source they cover. */
export default {
	...withServers,
	testMatch: everything.testMatch,
	collectCoverage: true,
	collectCoverageFrom: [...quick.collectCoverageFrom, ...types.map((file) => `!${file}`)],
	// Instrumented sources would be transformed apart from those of all other parts (docs/decisions/foundation/0075).
	coverageProvider: 'v8',
	// V8 counts comments and types as lines too: 87 % is as strict as 85 % of the lines of code.
	coverageThreshold: { global: { lines: 87 } },
};
