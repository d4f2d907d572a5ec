import { keptMs } from '../../../core/base/privacy/kept-classes';
import { createHash } from 'node:crypto';
import { isOneOf } from '../database/is-one-of';
import type { Connection } from '../database/knowledge-tables';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;
/** Longer than uploads wait. */
const removedMs = keptMs('removedDocument');

/** Part of a hash: removed documents leave no name. */
const nameRemoved = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 24);

export async function noteRemovals(connection: Connection, name: string, ids: string[], at: number): Promise<void> {
	await connection
		.deleteFrom('knowledge_removals')
		.where('at', '<', at - removedMs)
		.execute();
	for (const some of slices(ids, rowsAtOnce))
		await connection
			.insertInto('knowledge_removals')
			.values(some.map((id) => ({ name, document: nameRemoved(id), at })))
			.onConflict((conflict) => conflict.columns(['name', 'document']).doUpdateSet({ at }))
			.execute();
}

export async function readRemovals(connection: Connection, name: string, ids: string[]): Promise<(id: string) => number | undefined> {
	const names = ids.map(nameRemoved);
	const rows = await connection
		.selectFrom('knowledge_removals')
		.select(['document', 'at'])
		.where('name', '=', name)
		.where(isOneOf(connection, 'document', names))
		.execute();
	const times = new Map(rows.map(({ document, at }) => [document, Number(at)]));
	return (id) => times.get(nameRemoved(id));
}
