import { basename } from 'node:path';
import type { Resource } from '../../engine-adapter/engine/deployments';
import { readTextFile } from '../terminal/read-text-file';

/**
 * Reads BPMN and DMN files and forms for deployment, named without their folder.
 * @throws TroupeError INPUT_INVALID when one cannot be read
 */
export function readResources(paths: string[]): Promise<Resource[]> {
	return Promise.all(paths.map(async (path) => ({ name: basename(path), content: await readTextFile(path) })));
}
