import { openTenantStore } from '../../providers/state/tenant-store';
import { join } from 'node:path';
import type { TenantLimits, TenantRules } from '../../core/ports/tenants';
import { stateFile } from '../../providers/database/state-database';
import { readState } from './read-state';
import type { Installation } from './installation';

interface Row {
	tenant: string;
	rules: string;
	changed_at: number;
	changed_by: string;
}

/** The compiler requires a new limit here. */
const limits: Readonly<Record<keyof TenantLimits, true>> = {
	agents: true,
	runsPerMonth: true,
	concurrentRuns: true,
	tokensPerMonth: true,
	costUsdPerMonth: true,
	storedCharacters: true,
};

/**
 * Copies what tenants demand from the installation to another home, such as their policies. Their limits are left out: one that is used up would stop
 * everything.
 * @returns the limits that the attacked tenant has, and the policies that it demands
 */
export async function copyTenantRules(installation: Installation, to: string): Promise<{ limits: string[]; policies: string[] }> {
	const rows = (await readState<Row>(installation, 'tenant_rules')) ?? [];
	const own = JSON.parse(rows.find(({ tenant }) => tenant === installation.tenant)?.rules ?? '{}') as TenantRules;
	const found = { limits: Object.keys(own).filter((name) => name in limits), policies: own.policies ?? [] };
	if (rows.length === 0) return found;
	const store = openTenantStore(join(to, stateFile));
	try {
		for (const { tenant, rules, changed_at: changedAt, changed_by: changedBy } of rows) {
			const entries = Object.entries(JSON.parse(rules) as TenantRules);
			const kept = Object.fromEntries(entries.filter(([name]) => !(name in limits)));
			await store.set({ name: tenant, rules: kept, changedAt, changedBy });
		}
		return found;
	} finally {
		await store.close();
	}
}
