import { TroupeError } from '../../../core/base/errors';
import type { Catalogue } from '../generations/catalogue';
import { eraseGeneration } from '../generations/generations';
import { selectDocuments } from '../documents/select-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { DocumentChanges } from '../documents/write-documents';

const namedIds = 10;

/**
 * Documents removed meanwhile stay removed; records of failures are copied. @throws TroupeError STATE_CONFLICT if documents of the shadow are missing
 * or differ
 */
export async function swapGenerations(
	catalogue: Catalogue,
	connection: Connection,
	serving: CollectionRow,
	shadow: CollectionRow,
): Promise<void> {
	const hashes = new Map<string, string>();
	const failures: string[] = [];
	for await (const { id, content_hash: hash, state } of selectDocuments(connection, serving.generation, {})) {
		hashes.set(id, hash);
		if (state === 'failed') failures.push(id);
	}
	const surplus = [];
	const there = new Map<string, string>();
	for await (const row of selectDocuments(connection, shadow.generation, {})) {
		there.set(row.id, row.content_hash);
		if (!hashes.has(row.id) || hashes.get(row.id) === '') surplus.push(row);
	}
	const missing = [...hashes].filter(([id, hash]) => hash !== '' && there.get(id) !== hash).map(([id]) => id);
	if (missing.length > 0) throw incomplete(serving.name, missing);
	const changes = await DocumentChanges.begin(catalogue, connection, shadow);
	await changes.takeOut(surplus);
	await changes.finish();
	for (const id of failures) await copyFailure(connection, serving, shadow, id);
	await eraseGeneration(connection, serving);
	await connection
		.updateTable('knowledge_collections')
		.set({ role: 'serving', readers: serving.readers, writers: serving.writers, revision: Math.max(serving.revision, shadow.revision) + 2 })
		.where('generation', '=', shadow.generation)
		.execute();
}

async function copyFailure(connection: Connection, serving: CollectionRow, shadow: CollectionRow, id: string): Promise<void> {
	const row = await connection
		.selectFrom('knowledge_documents')
		.select(['id', 'description', 'content_hash', 'state', 'failure', 'ingested_at', 'writer', 'first_chunk', 'chunks', 'characters'])
		.where('generation', '=', serving.generation)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	if (row.content_hash === '') {
		await connection
			.insertInto('knowledge_documents')
			.values({ ...row, generation: shadow.generation, access: null, pages: null, text: null })
			.execute();
		return;
	}
	await connection
		.updateTable('knowledge_documents')
		.set({ state: row.state, failure: row.failure })
		.where('generation', '=', shadow.generation)
		.where('id', '=', id)
		.execute();
}

function incomplete(name: string, missing: string[]): TroupeError {
	const named = missing.slice(0, namedIds).map((id) => JSON.stringify(id));
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The shadow of the collection "${name}" cannot replace it: ${missing.length} documents are missing or differ, such as ${named.join(', ')}.`,
		fix: 'Add these documents to the shadow and swap again, or abandon the shadow.',
		details: { collection: name, missing: missing.length },
	});
}
