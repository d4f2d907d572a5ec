import { isDeepStrictEqual } from 'node:util';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import {
	type AccessChange,
	checkWriter,
	diffMetadata,
	isDescriber,
	isRedescribed,
	isRelabelled,
	mayRelabel,
	readLabels,
	relabelFix,
	type Writer,
} from '../../../core/ports/knowledge/writers';
import { noteChange } from './access-changes';
import { checkDocuments } from './check-documents';
import { findGeneration, touch } from '../generations/generations';
import type { HeldGeneration } from '../generations/held-generation';
import { readLists } from '../generations/statistics';
import { readDescription, readQuarantine } from '../database/known-documents';
import { isOneOf } from '../database/is-one-of';
import { readRemovals } from './removals';
import { selectDocuments, type SelectedRow } from './select-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { NotDelivered, type VectorDelivery, type Wanted } from '../vectors/vector-index';
import { slices } from '../database/word-rows';
import { DocumentChanges, type Origin } from './write-documents';

const rowsAtOnce = 500;
const maxAttempts = 10;

type Outcome = 'added' | 'changed' | 'unchanged';

/** Delivers new vectors, changes the catalogue in one step, then removes old vectors. */
export async function putDocuments(
	held: HeldGeneration,
	documents: PreparedDocument[],
	writer: Writer,
	signal?: AbortSignal,
): Promise<Outcome[]> {
	checkDocuments(documents, held.stamp);
	if (documents.length === 0) return [];
	for (let attempt = 1; ; attempt++) {
		try {
			const outcomes = await deliverAndKeep(held, documents, writer, signal);
			await held.catalogue.settle();
			return outcomes;
		} catch (fault) {
			if (!(fault instanceof NotDelivered) || attempt === maxAttempts) throw fault;
		}
	}
}

async function deliverAndKeep(
	held: HeldGeneration,
	documents: PreparedDocument[],
	writer: Writer,
	signal?: AbortSignal,
): Promise<Outcome[]> {
	const delivery = await held.catalogue.vectors.deliver(held.catalogue, () => wanted(held, documents));
	let outcomes: Outcome[] | undefined;
	try {
		return (outcomes = await keep(held, { documents, writer, signal }, delivery));
	} finally {
		await delivery.end(outcomes !== undefined);
	}
}

/** Checked before the transaction that decides. */
function wanted(held: HeldGeneration, documents: PreparedDocument[]): Promise<Wanted> {
	return held.catalogue.read(async (connection) => {
		const row = await held.ofSameStamp(connection);
		const outcomes = decideOutcomes(documents, await documentsById(connection, row, documents));
		return { row, documents: documents.filter((_, index) => outcomes[index] !== 'unchanged') };
	});
}

interface Writing {
	documents: PreparedDocument[];
	writer: Writer;
	signal?: AbortSignal;
}

function keep(held: HeldGeneration, { documents, writer, signal }: Writing, delivery: VectorDelivery): Promise<Outcome[]> {
	const { catalogue } = held;
	return catalogue.change(async (connection) => {
		const row = await held.ofSameStamp(connection);
		checkWriter(row.name, readLists(row), writer);
		const known = await documentsById(connection, row, documents);
		const outcomes = decideOutcomes(documents, known);
		await clearFailures(
			connection,
			row,
			documents.filter((_, index) => outcomes[index] === 'unchanged').map(({ id }) => known.get(id)!),
		);
		const written = documents.filter((_, index) => outcomes[index] !== 'unchanged');
		await refuseOlder(connection, row, written, known);
		if (written.length === 0) return outcomes;
		const changes = await DocumentChanges.begin(catalogue, connection, row, signal);
		await changes.takeOut(written.flatMap(({ id }) => known.get(id) ?? []));
		await refuseTakenIds(connection, row, written);
		if (row.role === 'serving') await noteRelabelled(held, connection, row, { documents: written, known, writer });
		const former = await findFormer(connection, row, written);
		for (const document of written)
			await changes.putIn(document, former.get(document.id) ?? nameOrigin(document, known, writer, catalogue.now()), delivery);
		await changes.finish();
		return outcomes;
	});
}

/** A new text alone does not change the author of the description. */
function nameOrigin(document: PreparedDocument, known: ReadonlyMap<string, SelectedRow>, { name }: Writer, now: number): Origin {
	const stored = known.get(document.id);
	const before = stored && stored.content_hash !== '' ? readDescription(stored) : undefined;
	const describedBy = before && !isRedescribed(before, document) ? (before.describedBy ?? stored!.writer ?? name) : name;
	return { ingested_at: document.askedAt ?? now, writer: name, ...(describedBy !== name && { describedBy }) };
}

/** @throws TroupeError STATE_CONFLICT for a waiting document that was replaced or removed meanwhile */
async function refuseOlder(
	connection: Connection,
	{ name }: CollectionRow,
	documents: PreparedDocument[],
	known: ReadonlyMap<string, SelectedRow>,
): Promise<void> {
	const waited = documents.filter(({ askedAt }) => askedAt !== undefined);
	if (waited.length === 0) return;
	const findRemoval = await readRemovals(
		connection,
		name,
		waited.flatMap(({ id }) => (known.has(id) ? [] : [id])),
	);
	const older = waited.find(({ id, askedAt }) => askedAt! < (known.get(id)?.ingested_at ?? findRemoval(id) ?? 0));
	if (!older) return;
	const why = known.has(older.id) ? 'another version was sent after this one, and is stored' : 'it was removed after this version was sent';
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The document "${older.id}" was not stored: ${why}.`,
		fix: 'Send it again if this version is the right one.',
		details: { document: older.id },
	});
}

function decideOutcomes(documents: PreparedDocument[], storedById: ReadonlyMap<string, SelectedRow>): Outcome[] {
	return documents.map(({ id, contentHash }) => {
		const before = storedById.get(id);
		if (!before || before.content_hash === '') return 'added';
		return before.content_hash === contentHash ? 'unchanged' : 'changed';
	});
}

async function documentsById(connection: Connection, row: CollectionRow, documents: PreparedDocument[]): Promise<Map<string, SelectedRow>> {
	const rowsById = new Map<string, SelectedRow>();
	const ids = documents.map(({ id }) => id);
	for await (const document of selectDocuments(connection, row.generation, { ids })) rowsById.set(document.id, document);
	return rowsById;
}

async function clearFailures(connection: Connection, row: CollectionRow, unchanged: SelectedRow[]): Promise<void> {
	const ids = unchanged.filter(({ state }) => state === 'failed').map(({ id }) => id);
	if (ids.length === 0) return;
	await touch(connection, row);
	await connection
		.updateTable('knowledge_documents')
		.set({ state: 'ready', failure: null })
		.where('generation', '=', row.generation)
		.where(isOneOf(connection, 'id', ids))
		.execute();
}

/** @throws TroupeError ACCESS_DENIED for changing labels or ending quarantine without the right */
async function noteRelabelled(
	{ catalogue }: HeldGeneration,
	connection: Connection,
	row: CollectionRow,
	{ documents, known, writer }: { documents: PreparedDocument[]; known: ReadonlyMap<string, SelectedRow>; writer: Writer },
): Promise<void> {
	const relabels = mayRelabel(readLists(row), writer);
	for (const document of documents) {
		const { id, metadata, quarantined } = document;
		const stored = known.get(id);
		if (!stored || stored.content_hash === '') continue;
		const described = readDescription(stored);
		const before = described.metadata;
		const isOwn = isDescriber({ ...described, writer: stored.writer }, writer);
		const held = quarantined === undefined ? readQuarantine(stored) : undefined;
		const changes: Array<Pick<AccessChange, 'kind' | 'before' | 'after'>> = [
			...(isRelabelled(before, metadata) ? [{ kind: 'relabelled' as const, before: readLabels(before), after: readLabels(metadata) }] : []),
			...(held === undefined ? [] : [{ kind: 'released' as const, before: { quarantined: held } }]),
		];
		const isRefused = changes.length > 0 || (!isOwn && isRedescribed(described, document));
		if (!relabels && isRefused) throw relabelled(id, row.name);
		const differing = diffMetadata(before, metadata);
		if (stored.writer !== writer.name || (!relabels && !isDeepStrictEqual(before, metadata)))
			changes.push({ kind: 'replaced', before: { ...differing.before, writer: stored.writer ?? undefined }, after: differing.after });
		for (const change of changes) await noteChange(catalogue, connection, row.name, { writer: writer.name, documentId: id, ...change });
	}
}

const relabelled = (id: string, collection: string) =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The document ${JSON.stringify(id)} of the collection "${collection}" has other labels, readers, metadata or another source, or leaves quarantine, and whoever asks may not change that.`,
		fix: relabelFix,
		details: { collection },
	});

/** A re-embedding keeps time and writer. */
async function findFormer(connection: Connection, row: CollectionRow, documents: PreparedDocument[]): Promise<Map<string, Origin>> {
	const serving = row.role === 'shadow' ? await findGeneration(connection, row.name, 'serving') : undefined;
	if (!serving) return new Map();
	const stored = [...(await documentsById(connection, serving, documents)).values()];
	return new Map(stored.map((one) => [one.id, { ...one, describedBy: readDescription(one).describedBy }]));
}

/** Refuses existing ids: those of core/knowledge/chunking/name-chunks.ts depend on the document's version. */
async function refuseTakenIds(connection: Connection, { generation }: CollectionRow, documents: PreparedDocument[]): Promise<void> {
	const ids = documents.flatMap(({ chunks }) => chunks.map(({ id }) => id));
	const twice = new Set(ids).size !== ids.length;
	for (const some of slices(ids, rowsAtOnce)) {
		await letOthersRun();
		const taken = await connection
			.selectFrom('knowledge_chunks')
			.select('document')
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', some))
			.executeTakeFirst();
		if (!taken && !twice) continue;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `A chunk has the same id as another one${taken ? ` of the document "${taken.document}"` : ' in the same call'}.`,
			fix: 'Build the id of a chunk from its document, version and position.',
		});
	}
}
