import { availableParallelism } from 'node:os';

/** Fast tests, beside their sources. The engine contract and the end-to-end test have their own configuration under test/. */
export default {
	// Jest stores transformed sources by this name. All configurations transform in the same way, so each source is transformed once.
	id: 'troupe',
	testEnvironment: 'node',
	// Many tests wait for a server or a killed process: one worker more than there are processors.
	maxWorkers: availableParallelism() + 1,
	roots: [
		'<rootDir>/core',
		'<rootDir>/providers',
		'<rootDir>/manifests',
		'<rootDir>/engine-adapter',
		'<rootDir>/planner',
		'<rootDir>/bpmn',
		'<rootDir>/nodes',
		'<rootDir>/credentials',
		'<rootDir>/sandbox',
		'<rootDir>/test/contract',
		'<rootDir>/test/support',
		'<rootDir>/console',
		'<rootDir>/service',
		'<rootDir>/cli',
		'<rootDir>/verify',
		'<rootDir>/examples',
		'<rootDir>/docs',
		'<rootDir>/bench',
		'<rootDir>/packages',
	],
	workerGracefulExitTimeout: 10_000,
	// No test is timed: this ends only a hang. Waits report earlier (test/support/wait-until.ts).
	testTimeout: 300_000,
	testMatch: ['**/*.test.ts', '!**/*.contract.test.ts'],
	transform: {
		'/node_modules/typebox/build/type/index\\.mjs$': '<rootDir>/scripts/lib/bundle-library.mjs',
		'^.+\\.(?:[tj]sx?|mjs)$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
	},
	transformIgnorePatterns: [
		'/node_modules/(?!(jose|pkijs|asn1js|bytestreamjs|@peculiar|@noble|typebox|modern-tar|temporal-polyfill|temporal-utils|@bpmn-io|bpmn-moddle|dmn-moddle|zeebe-bpmn-moddle|moddle|moddle-xml|saxen|min-dash|canonicalize|file-type|strtok3|token-types|@tokenizer|@borewit|uint8array-extras|music-metadata|media-typer|win-guid|content-type|@fastify/static|@fastify/cookie|cookie|content-disposition|ogg-opus-decoder|opus-decoder|@wasm-audio-decoders|codec-parser|simple-yenc|preact|@preact)/)',
	],
	moduleNameMapper: {
		// They export themselves for `import` alone.
		'^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
		'^music-metadata$': '<rootDir>/node_modules/music-metadata/lib/index.js',
		'^n8n-workflow$': '<rootDir>/test/support/n8n/n8n-workflow.ts',
	},
	collectCoverageFrom: [
		'{core,providers,manifests,engine-adapter,planner,bpmn,nodes,credentials,sandbox,service,cli,verify}/**/*.ts',
		'!**/*.test.ts',
		'!**/*.contract.ts',
		'!**/*.d.ts',
	],
	coverageReporters: ['text-summary', 'lcovonly'],
	coverageThreshold: { global: { lines: 85 } },
};
