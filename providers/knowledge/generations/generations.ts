import { randomInt } from 'node:crypto';
import { lexiconVersion } from '../../../core/words/count-terms';
import { TroupeError } from '../../../core/base/errors';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import { dismissAll } from '../vectors/outside-vectors';
import { writeStamp } from './stamps';
import { knowledgeTables, type CollectionRow, type Connection } from '../database/knowledge-tables';

/** Random numbers below 2^48. */
const generations = 2 ** 47;

export async function findGeneration(
	connection: Connection,
	name: string,
	role: CollectionRow['role'],
): Promise<CollectionRow | undefined> {
	return connection.selectFrom('knowledge_collections').selectAll().where('name', '=', name).where('role', '=', role).executeTakeFirst();
}

export async function makeGeneration(
	connection: Connection,
	{ stamp, ...of }: Pick<CollectionRow, 'name' | 'role' | 'vectors'> & { stamp: CollectionStamp },
	lists: string | null = null,
): Promise<CollectionRow> {
	const row = {
		...of,
		generation: randomInt(generations),
		stamp: writeStamp(stamp),
		revision: 1,
		lexicon: lexiconVersion,
		readers: lists,
		writers: lists,
	};
	await connection.insertInto('knowledge_collections').values(row).execute();
	return row;
}

export async function touch(connection: Connection, row: CollectionRow): Promise<CollectionRow> {
	const revision = row.revision + 1;
	await connection.updateTable('knowledge_collections').set({ revision }).where('generation', '=', row.generation).execute();
	return { ...row, revision };
}

export async function eraseGeneration(connection: Connection, { generation, vectors }: CollectionRow): Promise<void> {
	for (const table of knowledgeTables.own)
		if (table !== 'knowledge_outside_vectors' && table !== 'knowledge_changes' && table !== 'knowledge_removals')
			await connection.deleteFrom(table).where('generation', '=', generation).execute();
	if (vectors !== 'own') await dismissAll(connection, generation);
}

export function notFound(name: string): TroupeError {
	return new TroupeError({
		code: 'KNOWLEDGE_NOT_FOUND',
		message: `The collection "${name}" does not exist, or was dropped.`,
		fix: 'List collections with `troupe knowledge status`, or create it by ingesting documents into it.',
		details: { collection: name },
	});
}
