/** A thread is started from a file: `join(__dirname, 'x-worker.ts')` in the sources names one, which is bundled beside the chunks. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const named = /join\(__dirname, '([\w-]+-worker)\.ts'\)/g;

export function bundleWorkers() {
	return {
		name: 'bundle-workers',
		transform: {
			filter: { code: /-worker\.ts'\)/ },
			handler(code, id) {
				return code.replaceAll(named, (_, worker) => {
					const source = join(dirname(id), `${worker}.ts`);
					if (!existsSync(source)) throw new Error(`${basename(id)} starts ${source}, which is not there.`);
					this.emitFile({ type: 'chunk', id: source, fileName: `workers/${worker}.js` });
					// Flat chunks, as of assets: whoever starts one is loaded when first used, and so is a chunk.
					return `join(__dirname, '../workers/${worker}.js')`;
				});
			},
		},
	};
}
