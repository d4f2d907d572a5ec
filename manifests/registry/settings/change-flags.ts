import { maxOfflineSeconds, type SnapshotFlag } from '../../documents/documents';
import { describeMisfit } from '../../documents/document-schemas';
import { evaluationRulesSchema } from '../../evidence/evaluation-rule';
import type { Change } from '../changes/change';
import { toFlag } from '../changes/issue-snapshot';
import { invalid } from '../changes/request-fields';
import { conflict } from '../find/find-manifest';
import type { TenantPolicy } from '../registry-api';
import type { Connection, Database } from '../store/tables';

const maxFlags = 2000;
const maxGraceSeconds = 30 * 86_400;

export async function setFlag(
	change: Change,
	{ name, on, percent, revision }: SnapshotFlag & { revision?: number },
): Promise<SnapshotFlag> {
	const { connection } = change;
	if (name.length === 0 || name.length > 200) throw invalid('name', `has ${name.length} characters`, '1 to 200 characters');
	if (percent !== undefined && !(Number.isInteger(percent) && percent >= 1 && percent <= 100))
		throw invalid('percent', 'is wrong', 'a whole number from 1 to 100');
	const flags = connection.selectFrom('flags');
	const existing = await flags.selectAll().where('name', '=', name).executeTakeFirst();
	if (revision !== undefined && revision !== (existing?.revision ?? 0))
		throw conflict(`The flag ${name} was changed in the meantime: its revision is ${existing?.revision ?? 0}, expected ${revision}`);
	const row = { name, enabled: on ? 1 : 0, percent: percent ?? null, revision: (existing?.revision ?? 0) + 1 };
	if (existing?.enabled === row.enabled && existing.percent === row.percent) return toFlag(existing);
	if (!existing) {
		const { count } = await flags.select((expression) => expression.fn.countAll().as('count')).executeTakeFirstOrThrow();
		if (Number(count) >= maxFlags)
			throw invalid('name', `would be flag ${Number(count) + 1} of the tenant`, `at most ${maxFlags}; remove some`);
	}
	await connection
		.insertInto('flags')
		.values(row)
		.onConflict((one) => one.columns(['name']).doUpdateSet({ enabled: row.enabled, percent: row.percent, revision: row.revision }))
		.execute();
	announce(change, name);
	change.note({ on, ...(percent !== undefined && { percent }) });
	return toFlag(row);
}

export async function removeFlag(change: Change, name: string): Promise<void> {
	const { numDeletedRows } = await change.connection.deleteFrom('flags').where('name', '=', name).executeTakeFirst();
	if (numDeletedRows === 0n) return;
	announce(change, name);
}

export async function readPolicy(connection: Database | Connection): Promise<TenantPolicy> {
	const head = await connection.selectFrom('tenants').select('policy').executeTakeFirst();
	return JSON.parse(head?.policy ?? '{}') as TenantPolicy;
}

/** Replaces the whole policy. Fields that are left out go back to their defaults. */
export function setPolicy(change: Change, policy: TenantPolicy): TenantPolicy {
	const { unknownPackages, unlistedAgents, graceSeconds, offlineSeconds, evaluations } = policy;
	for (const [field, value] of Object.entries({ unknownPackages, unlistedAgents }))
		if (value !== undefined && !['allow', 'deny'].includes(value)) throw invalid(field, 'is wrong', 'allow or deny');
	for (const [field, value, max] of [
		['graceSeconds', graceSeconds, maxGraceSeconds],
		['offlineSeconds', offlineSeconds, maxOfflineSeconds],
	] as const)
		if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= max))
			throw invalid(field, 'is wrong', `a whole number from 0 to ${max}`);
	const misfit = evaluations && describeMisfit(evaluations, evaluationRulesSchema);
	if (misfit) throw invalid('evaluations', `does not fit: ${misfit}`, 'a list of rules such as {"set": "Support", "minPass": 1}');
	const stored: TenantPolicy = {
		...(unknownPackages && { unknownPackages }),
		...(unlistedAgents && { unlistedAgents }),
		...(graceSeconds !== undefined && { graceSeconds }),
		...(offlineSeconds !== undefined && { offlineSeconds }),
		...(evaluations !== undefined && evaluations.length > 0 && { evaluations }),
	};
	const text = JSON.stringify(stored);
	if (text === change.head.policy) return stored;
	change.head.policy = text;
	change.event('policy.changed', {});
	change.note({ ...stored });
	change.touchSnapshot();
	return stored;
}

function announce(change: Change, flag: string): void {
	change.event('flag.changed', { flag });
	change.touchSnapshot();
}
