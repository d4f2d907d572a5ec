import { basename } from 'node:path';
import type { ProcessFile } from '../../bpmn/reading/process-model';
import type { Resource } from '../../engine-adapter/engine';
import { readTextFile } from '../terminal/read-text-file';

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
