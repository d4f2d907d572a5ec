import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProcessFile } from '../bpmn/process-model';
import { TroupeError } from '../core/errors';
import type { Resource } from '../engine-adapter/engine';

const largestFile = 4 * 1024 * 1024;

/**
 * BPMN files as an engine takes them, named without their folder.
 * @throws TroupeError INPUT_INVALID when one cannot be read
 */
export function readResources(paths: string[]): Promise<Resource[]> {
	return Promise.all(paths.map(async (path) => ({ name: basename(path), content: await readTextFile(path) })));
}

/** The models, to show names and to know who waits for whom; what a file may hold is the engine's to judge. */
export async function readModels(resources: Resource[]): Promise<ProcessFile[]> {
	const { readProcessFile } = await import('../bpmn/read-process');
	return Promise.all(resources.map((resource) => readProcessFile(resource.name, resource.content)));
}

/** @throws TroupeError INPUT_INVALID when it cannot be read or is larger than 4 MB */
export async function readTextFile(path: string): Promise<string> {
	try {
		const { size } = await stat(path);
		if (size > largestFile)
			throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} is larger than 4 MB.`, fix: 'Split it into several files.' });
		return await readFile(path, 'utf8');
	} catch (cause) {
		const code = (cause as NodeJS.ErrnoException).code ?? '';
		if (!['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(code)) throw cause;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${path} cannot be read (${code}).`,
			fix: 'Check the path of the file.',
			cause,
		});
	}
}
