import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantRules } from '../../../core/ports';
import { stateFile } from '../../../database/state-database';
import { openReadOnly } from './open-read-only';
import type { Installation } from './range';

interface Row {
	tenant: string;
	rules: string;
	changed_at: number;
	changed_by: string;
}

/** Copies what tenants demand, such as their policies and limits, from the files of the installation to another home. */
export async function copyTenantRules({ home }: Installation, to: string): Promise<void> {
	const rows = readRules(join(home, stateFile));
	if (rows.length === 0) return;
	const { openTenantStore } = await import('../../../providers/state/tenant-store');
	const store = openTenantStore(join(to, stateFile));
	try {
		for (const { tenant, rules, changed_at: changedAt, changed_by: changedBy } of rows)
			await store.set({ name: tenant, rules: JSON.parse(rules) as TenantRules, changedAt, changedBy });
	} finally {
		await store.close();
	}
}

function readRules(file: string): Row[] {
	if (!existsSync(file)) return [];
	const database = openReadOnly(file);
	try {
		const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'tenant_rules'").get();
		return isThere ? (database.prepare('SELECT * FROM tenant_rules').all() as unknown as Row[]) : [];
	} finally {
		database.close();
	}
}
