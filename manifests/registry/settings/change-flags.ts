import type { SnapshotFlag } from '../../documents/snapshot-document';
import type { Change } from '../changes/change';
import { toFlag } from '../changes/issue-snapshot';
import { checkReason, invalid } from '../changes/request-fields';
import { conflict } from '../find/find-manifest';
import type { SetFlagRequest } from '../registry-api';

const maxFlags = 2000;

export async function setFlag(change: Change, { name, on, percent, revision, reason }: SetFlagRequest): Promise<SnapshotFlag> {
	const { connection } = change;
	checkReason({ reason });
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
	change.note({ on, ...(percent !== undefined && { percent }), ...(reason !== undefined && { reason }) });
	return toFlag(row);
}

export async function removeFlag(change: Change, name: string): Promise<void> {
	const { numDeletedRows } = await change.connection.deleteFrom('flags').where('name', '=', name).executeTakeFirst();
	if (numDeletedRows === 0n) return;
	announce(change, name);
}

function announce(change: Change, flag: string): void {
	change.event('flag.changed', { flag });
	change.touchSnapshot();
}
