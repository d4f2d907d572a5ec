import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { TroupeError } from '../../../core/base/errors';
import type { NodeTask } from '../../tools/n8n-node/node-task';

/** Files of an instance untouched for this long are deleted when a worker starts. */
const keptMs = 30 * 24 * 3600 * 1000;

/**
 * Opens the folder of files of items, and deletes old ones. Workers share files through a shared state folder. @param folder of n8n in the state
 * folder; without one, files end with the process
 */
export async function openNodeFiles(folder: string | undefined, nowMs = Date.now()): Promise<string> {
	if (folder === undefined) return mkdtemp(join(tmpdir(), 'troupe-n8n-files-'));
	const files = join(folder, 'files');
	createFolder(files);
	const tenants = join(files, 'workflows');
	for (const tenant of await list(tenants)) {
		const executions = join(tenants, tenant, 'executions');
		for (const execution of await list(executions)) {
			const path = join(executions, execution);
			const times = [await stat(path), ...(await Promise.all((await list(path)).map((one) => stat(join(path, one)))))];
			if (times.every(({ mtimeMs }) => mtimeMs < nowMs - keptMs)) await rm(path, { recursive: true, force: true });
		}
	}
	return files;
}

/** Empty for a folder that does not exist. */
async function list(folder: string): Promise<string[]> {
	return readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
		throw error;
	});
}

/** Variables can hold any text: a reference must not reach another tenant's files. @throws TroupeError INPUT_INVALID */
export function refuseForeignFiles({ items, tenant, name }: Pick<NodeTask, 'items' | 'tenant' | 'name'>): void {
	for (const [index, { binary = {} }] of items.entries())
		for (const [property, file] of Object.entries(binary)) {
			const id = (file as { id?: unknown } | null)?.id;
			if (id === undefined || (typeof id === 'string' && isOf(id, tenant))) continue;
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The binary data "${property}" of item ${index} of task "${name}" refers to a file that is not one of the tenant's`,
				fix: 'Pass items on as the task before returned them.',
			});
		}
}

function isOf(id: string, tenant: string): boolean {
	const [, owner] = /^filesystem(?:-v2)?:workflows\/([^/]+)\/executions\/[\w-]+\/binary_data\/[\w-]+$/.exec(id) ?? [];
	return owner === tenant;
}
