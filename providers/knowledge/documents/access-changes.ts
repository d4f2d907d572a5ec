import { randomUUID } from 'node:crypto';
import type { AccessChange, PlaceOfChange, StoredChange } from '../../../core/ports/knowledge/writers';
import type { Catalogue } from '../generations/catalogue';
import type { Connection } from '../database/knowledge-tables';

export async function noteChange(
	{ now }: Catalogue,
	connection: Connection,
	name: string,
	change: Omit<AccessChange, 'at'>,
): Promise<void> {
	await connection
		.insertInto('knowledge_changes')
		.values({ id: nextId(), name, at: now(), change: JSON.stringify(change) })
		.execute();
}

let written = 0;

/** Orders changes of the same millisecond. */
const nextId = (): string => `${String(++written).padStart(12, '0')}-${randomUUID()}`;

export async function readChanges(
	connection: Connection,
	name: string,
	limit: number,
	{ at: last, id: lastId }: PlaceOfChange = { at: Number.MAX_SAFE_INTEGER, id: '' },
): Promise<StoredChange[]> {
	const rows = await connection
		.selectFrom('knowledge_changes')
		.select(['id', 'at', 'change'])
		.where('name', '=', name)
		.where((eb) => eb.or([eb('at', '<', last), eb.and([eb('at', '=', last), eb('id', '<', lastId)])]))
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ id, at, change }) => ({ ...(JSON.parse(change) as Omit<AccessChange, 'at'>), id, at: Number(at) }));
}
