import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { isGrantable } from './node-restriction';

/** n8n's folder for workflow files, with a subfolder per tenant. */
const ofTenants = 'workflows';

/**
 * Gives a process a storage folder with only its tenant's files. @param folder of the process @param files the storage folder of all tenants @returns
 * `granted`: the usable folder; undefined if the tenant's name cannot be a folder name, so files end with the process
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
