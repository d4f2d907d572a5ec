import type { CollectionStatistics } from '../../../core/ports/knowledge/knowledge-store';
import type { CollectionAccess } from '../../../core/ports/knowledge/writers';
import type { Catalogue } from './catalogue';
import { findGeneration } from './generations';
import { readStamp } from './stamps';
import type { CollectionRow, Connection } from '../database/knowledge-tables';

export const readLists = ({ readers, writers }: Pick<CollectionRow, 'readers' | 'writers'>): CollectionAccess => ({
	...(readers !== null && { readers: JSON.parse(readers) as string[] }),
	...(writers !== null && { writers: JSON.parse(writers) as string[] }),
});

export async function readStatistics(catalogue: Catalogue, connection: Connection, row: CollectionRow): Promise<CollectionStatistics> {
	const { documents, chunks, characters } = await count(connection, row);
	const { documents: failed } = await count(connection, row, 'failed');
	const shadow = row.role === 'serving' ? await findGeneration(connection, row.name, 'shadow') : undefined;
	const bytes = catalogue.database.bytes();
	return {
		name: row.name,
		stamp: readStamp(row.stamp),
		documents,
		failed,
		chunks,
		characters,
		...readLists(row),
		...(bytes !== undefined && { bytes }),
		revision: row.revision,
		...(shadow && { shadow: { stamp: readStamp(shadow.stamp), documents: (await count(connection, shadow)).documents } }),
	};
}

async function count(connection: Connection, { generation }: CollectionRow, state?: 'failed') {
	const all = connection
		.selectFrom('knowledge_documents')
		.select(({ fn }) => [fn.countAll().as('documents'), fn.sum('chunks').as('chunks'), fn.sum('characters').as('characters')])
		.where('generation', '=', generation);
	const row = await (state ? all.where('state', '=', state) : all).executeTakeFirstOrThrow();
	return { documents: Number(row.documents), chunks: Number(row.chunks), characters: Number(row.characters) };
}
