import quick from './jest.config.mjs';

/** `npm run test:coverage`: the quick and the slow tests, in groups too, and how much of the source they cover. */
export default {
	...quick,
	globals: {},
	collectCoverage: true,
	// Instrumented sources would be transformed apart from those of all other parts (docs/decisions/foundation/0075).
	coverageProvider: 'v8',
	// V8 counts comments and types as lines too: 87 % is as strict as 85 % of the lines of code.
	coverageThreshold: { global: { lines: 87 } },
};
