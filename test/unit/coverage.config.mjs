import quick from './jest.config.mjs';

/** `npm run test:coverage`: the quick and the slow tests, in groups too, and how much of the source they cover. */
export default {
	...quick,
	globals: {},
	collectCoverage: true,
	// V8 counts while it runs: instrumented sources would be transformed apart from those of all other parts (docs/decisions/foundation/0075).
	coverageProvider: 'v8',
};
