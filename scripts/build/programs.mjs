/**
 * Bundles the files that threads and processes are started from into a separate folder. The sources name them as
 * `join(__dirname, 'x-worker.ts')` or `join(__dirname, 'x-program.ts')`.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const named = /join\(__dirname, '([\w-]+-(?:worker|program))\.ts'\)/g;

export function bundlePrograms() {
	const starters = new Set();
	return {
		name: 'bundle-programs',
		transform: {
			filter: { code: /-(worker|program)\.ts'\)/ },
			handler(code, id) {
				return code.replaceAll(named, (_, program) => {
					const source = join(dirname(id), `${program}.ts`);
					if (!existsSync(source)) throw new Error(`${basename(id)} starts ${source}, which does not exist.`);
					this.emitFile({ type: 'chunk', id: source, fileName: `programs/${program}.js` });
					starters.add(id);
					return `join(__dirname, '../programs/${program}.js')`;
				});
			},
		},
		/** Chunks and programs are one folder below; an entry can be deeper. */
		generateBundle(_, bundle) {
			for (const { fileName, moduleIds = [] } of Object.values(bundle)) {
				const starter = moduleIds.find((id) => starters.has(id));
				if (starter && fileName.split('/').length !== 2)
					throw new Error(`${basename(starter)} starts a program, but cannot find it from ${fileName}. Import ${basename(starter)} with await import(…).`);
			}
		},
	};
}
