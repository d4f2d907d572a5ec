/** Bundles the attacks: `npm run build` runs it, and npm before it packs the package. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { importParts } from '../scripts/build/verify-parts.mjs';

const folder = join(import.meta.dirname, 'dist');
await rm(folder, { recursive: true, force: true });
const bundle = await rolldown({
	input: { verify: join(import.meta.dirname, 'verify-run.ts') },
	platform: 'node',
	plugins: [importParts()],
	onLog(level, log, handler) {
		handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
	},
});
await bundle.write({
	dir: folder,
	format: 'cjs',
	exports: 'named',
	entryFileNames: '[name].js',
	chunkFileNames: '[name]-[hash].js',
	minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
	keepNames: true,
});
await bundle.close();
