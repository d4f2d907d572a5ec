/**
 * A thread or a process is started from a file. `join(__dirname, 'x-worker.ts')` or `join(__dirname, 'x-program.ts')` in the sources names one,
 * which is bundled into a folder of its own.
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
					if (!existsSync(source)) throw new Error(`${basename(id)} starts ${source}, which is not there.`);
					this.emitFile({ type: 'chunk', id: source, fileName: `programs/${program}.js` });
					starters.add(id);
					return `join(__dirname, '../programs/${program}.js')`;
				});
			},
		},
		/** Chunks lie one folder below, as programs do; an entry may lie deeper. */
		generateBundle(_, bundle) {
			for (const { fileName, moduleIds = [] } of Object.values(bundle)) {
				const starter = moduleIds.find((id) => starters.has(id));
				if (starter && fileName.split('/').length !== 2)
					throw new Error(`${basename(starter)} starts a program and is bundled into ${fileName}, from where it does not find it: import it when it is used.`);
			}
		},
	};
}
