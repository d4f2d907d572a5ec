/** Bundles the code of the package into CommonJS, so that the tarball has no dependencies. See docs/decisions/foundation/0020. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { carryCamundaAssets } from './scripts/build/camunda-assets.mjs';
import { consoleBundle } from './scripts/build/console-page.mjs';
import { closeModules } from './scripts/build/host-modules.mjs';
import { collectLicences } from './scripts/build/licences.mjs';
import { bundlePrograms } from './scripts/build/programs.mjs';
import { recordCode } from './scripts/build/record-code.mjs';
import { exportParts } from './scripts/build/verify-parts.mjs';

const entries = {
	...findEntries('nodes/*/*.node.ts', (path) => path.replace(/\.ts$/, '')),
	...findEntries('credentials/*.credentials.ts', (path) => path.replace(/\.ts$/, '')),
	...findEntries('cli/troupe.ts', () => 'cli/troupe'),
	...findEntries('manifests/gate/hooks/n8n-hooks.ts', () => 'n8n-hooks'),
	'verify/parts': 'verify/parts.ts',
};

const folder = process.env.TROUPE_BUILD_FOLDER ?? 'dist';

const code = {
	input: entries,
	platform: 'node',
	// 4 MB that make speech sound better to people.
	resolve: { alias: { '@wasm-audio-decoders/opus-ml': join(import.meta.dirname, 'scripts/build/left-out.mjs') } },
	plugins: [exportParts(), recordCode(entries), closeModules(), carryCamundaAssets(), bundlePrograms(), collectLicences()],
	// The SDKs contain browser code that a Node bundle never runs. A missing import of our code is an error below.
	onLog(level, log, handler) {
		if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY' || log.code === 'COMMONJS_VARIABLE_IN_ESM') return;
		// unpdf loads an optional package inside a try.
		if (log.code === 'EMPTY_IMPORT_META' && /[\\/]unpdf[\\/]/.test(log.id ?? log.loc?.file ?? '')) return;
		handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
	},
	output: {
		dir: folder,
		format: 'cjs',
		exports: 'named',
		entryFileNames: '[name].js',
		// Flat, beside the entries' folders, so that an asset is always at `../assets` from a chunk.
		chunkFileNames: (chunk) => `chunks/${basename(chunk.name).replace(/[^\w.-]/g, '_')}-[hash].js`,
		assetFileNames: '[name][extname]',
		// Functions and classes keep their names, so that stack traces from users are readable.
		minify: { compress: true, mangle: { toplevel: false, keepNames: true }, codegen: { removeWhitespace: true } },
		keepNames: true,
	},
};

export default [code, consoleBundle(folder)];

function findEntries(pattern, toName) {
	return Object.fromEntries(globSync(pattern).map((path) => [toName(path.replaceAll('\\', '/')), path]));
}
