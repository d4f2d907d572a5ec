import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProcessFile } from '../../bpmn/reading/process-model';
import { decodeText } from '../../core/base/decode-text';
import { TroupeError } from '../../core/base/errors';
import type { Resource } from '../../engine-adapter/engine';

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
	const { readProcessFile } = await import('../../bpmn/reading/read-process');
	return Promise.all(resources.map((resource) => readProcessFile(resource.name, resource.content)));
}

/** In whatever encoding it says it is. @throws TroupeError INPUT_INVALID when it cannot be read or is larger than 4 MB */
export async function readTextFile(path: string): Promise<string> {
	try {
		const { size } = await stat(path);
		if (size > largestFile)
			throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} is larger than 4 MB.`, fix: 'Split it into several files.' });
		return decodeText(await readFile(path), path);
	} catch (cause) {
		const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
		if (reason === undefined) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} ${reason[0]}.`, fix: reason[1], cause });
	}
}

/** What keeps a file from being read, and what to do about it. */
const reasons: Record<string, [string, string]> = {
	ENOENT: ['does not exist', 'Check the path of the file.'],
	ENOTDIR: ['does not exist', 'Check the path of the file.'],
	EISDIR: ['is a folder', 'Name the files in it.'],
	EACCES: ['may not be read', 'Give yourself the right to read it.'],
};
