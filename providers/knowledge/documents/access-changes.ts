import { randomUUID } from 'node:crypto';
import type { AccessChange } from '../../../core/ports/knowledge/writers';
import type { Catalogue } from '../generations/catalogue';
import type { Connection } from '../database/knowledge-tables';

/** Records a change of labels or lists, in the transaction that makes it. */
export async function noteChange(
	{ now }: Catalogue,
	connection: Connection,
	name: string,
	change: Omit<AccessChange, 'at'>,
): Promise<void> {
	await connection
		.insertInto('knowledge_changes')
		.values({ id: randomUUID(), name, at: now(), change: JSON.stringify(change) })
		.execute();
}

/** Returns the newest changes of a collection, the newest first. */
export async function readChanges(connection: Connection, name: string, limit: number): Promise<AccessChange[]> {
	const rows = await connection
		.selectFrom('knowledge_changes')
		.select(['at', 'change'])
		.where('name', '=', name)
		.orderBy('at', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ at, change }) => ({ ...(JSON.parse(change) as Omit<AccessChange, 'at'>), at: Number(at) }));
}
