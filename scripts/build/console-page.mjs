/** Bundles the console, the page that `troupe serve` shows: its code in chunks, its styles as one file, and the page that loads both. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { collectLicences } from './licences.mjs';

const folder = 'console';
/** In this order, and the others after them. */
const first = ['tokens.css', 'base.css', 'frame.css', 'parts.css'];

/** The configuration of rolldown for the console. */
export const consoleBundle = (into) => ({
	input: { console: join(folder, 'main.tsx') },
	platform: 'browser',
	transform: { target: 'es2023', jsx: { runtime: 'automatic', importSource: 'preact' } },
	plugins: [serveStyles(), writePage(), collectLicences()],
	onLog(level, log, handler) {
		handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
	},
	output: {
		dir: join(into, 'console'),
		format: 'esm',
		entryFileNames: 'assets/[name]-[hash].js',
		chunkFileNames: 'assets/[name]-[hash].js',
		assetFileNames: 'assets/[name]-[hash][extname]',
		minify: true,
	},
});

/** `import address from './x.css?file'`: the style is served as a file, and its address is what is imported, so that a part that is loaded late loads it. */
function serveStyles() {
	const query = '?file';
	return {
		name: 'console-styles',
		async resolveId(source, importer) {
			if (!source.endsWith(`.css${query}`)) return null;
			const found = await this.resolve(source.slice(0, -query.length), importer, { skipSelf: true });
			if (!found) throw new Error(`The style ${source} of ${importer} does not exist.`);
			return found.id + query;
		},
		load(id) {
			if (!id.endsWith(`.css${query}`)) return null;
			const path = id.slice(0, -query.length);
			const source = readFileSync(path, 'utf8');
			this.addWatchFile(path);
			const fileName = `assets/${basename(path, '.css')}-${hash('sha256', source, 'hex').slice(0, 8)}.css`;
			this.emitFile({ type: 'asset', fileName, source });
			return { code: `export default ${JSON.stringify(`/console/${fileName}`)};`, moduleType: 'js' };
		},
	};
}

function writePage() {
	return {
		name: 'console-page',
		buildStart() {
			for (const path of [...listStyles()]) this.addWatchFile(path);
		},
		generateBundle(_, bundle) {
			const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
			const style = this.emitFile({ type: 'asset', name: 'console.css', source: listStyles().map((path) => readFileSync(path, 'utf8')).join('\n') });
			const needed = [entry.fileName, ...entry.imports];
			const tags = [
				`<link rel="stylesheet" href="/console/${this.getFileName(style)}" />`,
				...needed.slice(1).map((name) => `<link rel="modulepreload" href="/console/${name}" />`),
				`<script type="module" src="/console/${entry.fileName}"></script>`,
			];
			const page = readFileSync(join(folder, 'page.html'), 'utf8').replace('<!-- files -->', tags.join('\n\t\t'));
			this.emitFile({ type: 'asset', fileName: 'index.html', source: page });
		},
	};
}

/** The styles of the page, and those beside the rooms that they belong to. */
function listStyles() {
	const own = join(folder, 'style');
	const names = readdirSync(own).filter((name) => name.endsWith('.css'));
	return [...first, ...names.filter((name) => !first.includes(name)).sort()].map((name) => join(own, name));
}
