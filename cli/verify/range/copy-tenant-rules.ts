import { join } from 'node:path';
import type { TenantRules } from '../../../core/ports';
import { stateFile } from '../../../database/state-database';
import type { Installation } from './range';
import { readState } from './read-state';

interface Row {
	tenant: string;
	rules: string;
	changed_at: number;
	changed_by: string;
}

/** Copies what tenants demand, such as their policies and limits, from the installation to another home. */
export async function copyTenantRules(installation: Installation, to: string): Promise<void> {
	const rows = (await readState<Row>(installation, 'tenant_rules')) ?? [];
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
