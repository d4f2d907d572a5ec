import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { isGrantable } from './node-restriction';

/** The folder in which n8n stores files of workflows; those of a tenant are in a folder of its name. */
const ofTenants = 'workflows';

/**
 * Gives a process a storage folder in which no tenant but its own has files.
 * @param folder of the process
 * @param files the storage folder of all tenants
 * @returns `granted`: what the process can use; undefined where the tenant's name cannot be that of a folder, so that its files end with the process
 */
export function openTenantFiles(folder: string, files: string, tenant: string): { storage: string; granted?: string } {
	const storage = join(folder, 'files');
	mkdirSync(join(storage, ofTenants), { recursive: true });
	if (/^\.*$|[/\\]/.test(tenant) || !isGrantable(tenant)) return { storage };
	const granted = join(files, ofTenants, tenant);
	createFolder(granted);
	symlinkSync(granted, join(storage, ofTenants, tenant), 'dir');
	return { storage, granted };
}
