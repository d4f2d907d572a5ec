import { basename } from 'node:path';
import type { Resource } from '../../engine-adapter/engine/deployments';
import { readTextFile } from '../terminal/read-text-file';

export function readResources(paths: string[]): Promise<Resource[]> {
	return Promise.all(paths.map(async (path) => ({ name: basename(path), content: await readTextFile(path) })));
}
