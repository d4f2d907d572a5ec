import { basename } from 'node:path';
import type { ProcessFile } from '../../bpmn/reading/process-model';
import { isProcessFile, type Resource } from '../../engine-adapter/engine';
import { readTextFile } from '../terminal/read-text-file';

/**
 * Reads BPMN and DMN files and forms for deployment, named without their folder.
 * @throws TroupeError INPUT_INVALID when one cannot be read
 */
export function readResources(paths: string[]): Promise<Resource[]> {
	return Promise.all(paths.map(async (path) => ({ name: basename(path), content: await readTextFile(path) })));
}

/** Reads the models, for names and scopes. The engine validates them. */
export async function readModels(resources: Resource[]): Promise<ProcessFile[]> {
	const { readProcessFile } = await import('../../bpmn/reading/read-process');
	const models = resources.filter(isProcessFile);
	return Promise.all(models.map((resource) => readProcessFile(resource.name, resource.content)));
}
