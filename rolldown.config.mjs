/** Bundles everything the package runs into CommonJS, so that the tarball needs no other package. See docs/decisions/foundation/0020. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { carryCamundaAssets } from './scripts/build/camunda-assets.mjs';
import { collectLicences } from './scripts/build/licences.mjs';
import { bundlePrograms } from './scripts/build/programs.mjs';

const entries = {
	...entriesOf('nodes/*/*.node.ts', (path) => path.replace(/\.ts$/, '')),
	...entriesOf('credentials/*.credentials.ts', (path) => path.replace(/\.ts$/, '')),
	...entriesOf('cli/troupe.ts', () => 'cli/troupe'),
	...entriesOf('manifests/gate/hooks/n8n-hooks.ts', () => 'n8n-hooks'),
};

/** Resolved from the host, or found beside the package when someone installed it. */
const external = [
	/^n8n-workflow(\/|$)/,
	/^n8n-core(\/|$)/,
	/^@n8n\//,
	/^(onnxruntime-node|@huggingface\/transformers)(\/|$)/,
	// Optional in their own packages, and asked for inside a try.
	/^(bufferutil|utf-8-validate|pg-native|win-ca\/api|mac-ca|react)$/,
];

export default {
	input: entries,
	platform: 'node',
	external,
	plugins: [carryCamundaAssets(), bundlePrograms(), collectLicences()],
	// The SDKs hold code for browsers that a Node bundle never reaches; a missing import of ours is an error below.
	onLog(level, log, handler) {
		if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY' || log.code === 'COMMONJS_VARIABLE_IN_ESM') return;
		// It asks, inside a try, for a package that it does without.
		if (log.code === 'EMPTY_IMPORT_META' && /[\\/]unpdf[\\/]/.test(log.id ?? log.loc?.file ?? '')) return;
		handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
	},
	output: {
		dir: process.env.TROUPE_BUILD_FOLDER ?? 'dist',
		format: 'cjs',
		exports: 'named',
		entryFileNames: '[name].js',
		// Flat and beside the entries' folders: an asset is always at `../assets` from a chunk.
		chunkFileNames: (chunk) => `chunks/${basename(chunk.name).replace(/[^\w.-]/g, '_')}-[hash].js`,
		assetFileNames: '[name][extname]',
		// Names are kept: a stack trace from a user's machine has to be readable.
		minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
		keepNames: true,
	},
};

function entriesOf(pattern, nameOf) {
	return Object.fromEntries(globSync(pattern).map((path) => [nameOf(path.replaceAll('\\', '/')), path]));
}
