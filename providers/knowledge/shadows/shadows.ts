import { TroupeError } from '../../../core/base/errors';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { Catalogue } from '../generations/catalogue';
import { selectDocuments } from '../documents/select-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { DocumentChanges } from '../documents/write-documents';
import { eraseGeneration, findGeneration, makeGeneration, touch } from '../generations/generations';
import { HeldGeneration } from '../generations/held-generation';
import { checkDimensions, readStamp, stampDiffers, writeStamp } from '../generations/stamps';

const namedIds = 10;

/**
 * Documents removed meanwhile stay removed; records of failures are copied. @throws TroupeError STATE_CONFLICT if documents of the shadow are missing
 * or differ
 */
async function swapGenerations(catalogue: Catalogue, connection: Connection, serving: CollectionRow, shadow: CollectionRow): Promise<void> {
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

export async function openShadow(held: HeldGeneration, stamp: CollectionStamp): Promise<HeldGeneration> {
	const { catalogue, name } = held;
	checkDimensions(name, stamp, catalogue.vectors.maxDimensions);
	return catalogue.change(async (connection) => {
		const row = await held.row(connection);
		if (row.role === 'shadow') throw conflict(name, 'a shadow cannot have a shadow');
		const existing = await findGeneration(connection, name, 'shadow');
		if (existing && existing.stamp !== writeStamp(stamp)) throw stampDiffers(`${name} (its shadow)`, stamp, readStamp(existing.stamp));
		const shadow = existing ?? (await makeGeneration(connection, { name, role: 'shadow', stamp, vectors: catalogue.vectors.place }));
		if (!existing) await touch(connection, row);
		return new HeldGeneration(catalogue, name, stamp, shadow.generation);
	});
}

export async function swapShadow(held: HeldGeneration): Promise<CollectionStamp> {
	const { catalogue, name } = held;
	const stamp = await catalogue.change(async (connection) => {
		const serving = await held.row(connection);
		const shadow = await findGeneration(connection, name, 'shadow');
		if (serving.role === 'shadow' || !shadow) throw conflict(name, 'it has no shadow to replace it');
		await swapGenerations(catalogue, connection, serving, shadow);
		catalogue.forget(serving);
		return readStamp(shadow.stamp);
	});
	await catalogue.database.forget();
	await catalogue.settle();
	return stamp;
}

export async function abandonShadow(held: HeldGeneration): Promise<void> {
	const { catalogue, name } = held;
	const erased = await catalogue.change(async (connection) => {
		const row = await held.row(connection);
		const shadow = await findGeneration(connection, name, 'shadow');
		if (!shadow) return false;
		await eraseGeneration(connection, shadow);
		if (row.role === 'serving') await touch(connection, row);
		catalogue.forget(shadow);
		return true;
	});
	if (erased) await catalogue.database.forget();
	await catalogue.vectors.settle(catalogue);
}

function conflict(name: string, what: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The collection "${name}" does not support this operation: ${what}.`,
		fix: 'Start a re-embedding, which creates and fills a shadow.',
		details: { collection: name },
	});
}
