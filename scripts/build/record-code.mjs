/** Lets each entry of the bundle record the code that its process loads, before it loads any other file. */
import { resolve } from 'node:path';

const recorder = resolve('core/base/modules/record-own-code.ts');

/** @param entries the files of the entries, by name */
export function recordCode(entries) {
	const files = new Set(Object.values(entries).map((file) => resolve(file)));
	return {
		name: 'record-code',
		transform(code, id) {
			if (files.has(id)) return { code: `import ${JSON.stringify(recorder)};${code}`, map: null };
		},
	};
}
