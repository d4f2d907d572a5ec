import { longestOfflineSeconds, type SnapshotFlag } from '../../documents/documents';
import type { Change } from '../changes/change';
import { flagOf } from '../changes/issue-snapshot';
import { invalid } from '../changes/request-fields';
import { conflict } from '../find/find-manifest';
import type { TenantPolicy } from '../registry-api';
import type { Connection, Database } from '../store/tables';

const mostFlags = 2000;
const mostGraceSeconds = 30 * 86_400;

export async function setFlag(
	change: Change,
	{ name, on, percent, revision }: SnapshotFlag & { revision?: number },
): Promise<SnapshotFlag> {
	const { connection } = change;
	if (name.length === 0 || name.length > 200) throw invalid('name', `has ${name.length} characters`, '1 to 200 characters');
	if (percent !== undefined && !(Number.isInteger(percent) && percent >= 1 && percent <= 100))
		throw invalid('percent', 'is wrong', 'a whole number of 1 to 100');
	const flags = connection.selectFrom('flags');
	const known = await flags.selectAll().where('name', '=', name).executeTakeFirst();
	if (revision !== undefined && revision !== (known?.revision ?? 0))
		throw conflict(`The flag ${name} was changed meanwhile: it is at revision ${known?.revision ?? 0}, expected ${revision}`);
	const row = { name, enabled: on ? 1 : 0, percent: percent ?? null, revision: (known?.revision ?? 0) + 1 };
	if (known?.enabled === row.enabled && known.percent === row.percent) return flagOf(known);
	if (!known) {
		const { count } = await flags.select((expression) => expression.fn.countAll().as('count')).executeTakeFirstOrThrow();
		if (Number(count) >= mostFlags)
			throw invalid('name', `would be flag ${Number(count) + 1} of the tenant`, `at most ${mostFlags}; remove some`);
	}
	await connection
		.insertInto('flags')
		.values(row)
		.onConflict((one) => one.columns(['name']).doUpdateSet({ enabled: row.enabled, percent: row.percent, revision: row.revision }))
		.execute();
	tell(change, name);
	change.note({ on, ...(percent !== undefined && { percent }) });
	return flagOf(row);
}

export async function removeFlag(change: Change, name: string): Promise<void> {
	const { numDeletedRows } = await change.connection.deleteFrom('flags').where('name', '=', name).executeTakeFirst();
	if (numDeletedRows === 0n) return;
	tell(change, name);
}

export async function readPolicy(connection: Database | Connection): Promise<TenantPolicy> {
	const head = await connection.selectFrom('tenants').select('policy').executeTakeFirst();
	return JSON.parse(head?.policy ?? '{}') as TenantPolicy;
}

/** The whole policy: what is left out goes back to its default. */
export function setPolicy(change: Change, policy: TenantPolicy): TenantPolicy {
	const { unknownPackages, unlistedAgents, graceSeconds, offlineSeconds } = policy;
	for (const [field, value] of Object.entries({ unknownPackages, unlistedAgents }))
		if (value !== undefined && !['allow', 'deny'].includes(value)) throw invalid(field, 'is wrong', 'allow or deny');
	for (const [field, value, most] of [
		['graceSeconds', graceSeconds, mostGraceSeconds],
		['offlineSeconds', offlineSeconds, longestOfflineSeconds],
	] as const)
		if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= most))
			throw invalid(field, 'is wrong', `a whole number of 0 to ${most}`);
	const kept: TenantPolicy = {
		...(unknownPackages && { unknownPackages }),
		...(unlistedAgents && { unlistedAgents }),
		...(graceSeconds !== undefined && { graceSeconds }),
		...(offlineSeconds !== undefined && { offlineSeconds }),
	};
	const text = JSON.stringify(kept);
	if (text === change.head.policy) return kept;
	change.head.policy = text;
	change.event('policy.changed', {});
	change.note({ ...kept });
	change.touchSnapshot();
	return kept;
}

function tell(change: Change, flag: string): void {
	change.event('flag.changed', { flag });
	change.touchSnapshot();
}
