import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findPackageFolder } from '../../../core/base/package-folder';
import { defaultGates } from './hook-gates';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-hook-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('know when n8n loads Troupe from another folder than that of the hook file', () => {
	const gates = defaultGates({ N8N_USER_FOLDER: folder, TROUPE_HOME: folder });
	expect(gates.isTroupeElsewhere()).toBe(false);
	const installed = join(folder, '.n8n/nodes/node_modules/n8n-nodes-troupe');
	mkdirSync(installed, { recursive: true });
	expect(gates.isTroupeElsewhere()).toBe(true);
	rmSync(installed, { recursive: true });
	mkdirSync(dirname(installed), { recursive: true });
	symlinkSync(findPackageFolder(), installed);
	expect(gates.isTroupeElsewhere()).toBe(false);
});

it("warn of n8n's engine v2", () => {
	expect(defaultGates({ TROUPE_HOME: folder }).warning).toBeUndefined();
	expect(defaultGates({ TROUPE_HOME: folder, N8N_ENABLED_MODULES: 'engine-v2' }).warning).toContain('engine-v2');
});
