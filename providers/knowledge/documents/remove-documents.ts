import type { DocumentSelection } from '../../../core/ports/knowledge/knowledge-store';
import { checkRemoval, checkWriter, isDescriber, isProtected, readLabels, type Writer } from '../../../core/ports/knowledge/writers';
import { findGeneration } from '../generations/generations';
import type { HeldGeneration } from '../generations/held-generation';
import type { Catalogue } from '../generations/catalogue';
import { readLists } from '../generations/statistics';
import { readDescription, readQuarantine } from '../database/known-documents';
import { noteChange } from './access-changes';
import { noteRemovals } from './removals';
import { selectDocuments, type SelectedRow } from './select-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { DocumentChanges } from './write-documents';

const maxWaiting = 1_000;

/** Includes the shadow, so that a re-embedding does not restore them. @returns the removed ids */
export async function removeDocuments(held: HeldGeneration, selection: DocumentSelection, writer: Writer): Promise<string[]> {
	const { catalogue } = held;
	const takeOut = async (connection: Connection, row: CollectionRow, chosen: DocumentSelection): Promise<string[]> => {
		const meant: SelectedRow[] = [];
		for await (const document of selectDocuments(connection, row.generation, chosen)) meant.push(document);
		if (meant.length === 0) return [];
		if (row.role === 'serving') await noteRemoved(catalogue, connection, row, { documents: meant, writer });
		const changes = await DocumentChanges.begin(catalogue, connection, row);
		await changes.takeOut(meant);
		await changes.finish();
		return meant.map(({ id }) => id);
	};
	const removed = await catalogue.change(async (connection) => {
		const row = await held.row(connection);
		const ids = await takeOut(connection, row, selection);
		const shadow = ids.length > 0 && row.role === 'serving' ? await findGeneration(connection, row.name, 'shadow') : undefined;
		if (shadow) await takeOut(connection, shadow, { ids });
		// The first version of a document can still wait.
		const waiting = row.role === 'serving' && !selection.filter && !selection.state ? (selection.ids ?? []).slice(0, maxWaiting) : [];
		if (waiting.length > 0) checkWriter(row.name, readLists(row), writer);
		await noteRemovals(connection, row.name, [...new Set([...ids, ...waiting])], catalogue.now());
		return ids;
	});
	if (removed.length > 0) await catalogue.database.forget();
	// A removal is complete when nothing is left; a retry removes the rest.
	await catalogue.vectors.settle(catalogue);
	return removed;
}

/** Records removals of labelled or quarantined documents. @throws TroupeError ACCESS_DENIED if the writer may not remove them */
async function noteRemoved(
	catalogue: Catalogue,
	connection: Connection,
	row: CollectionRow,
	{ documents, writer }: { documents: SelectedRow[]; writer: Writer },
): Promise<void> {
	checkWriter(row.name, readLists(row), writer);
	const labelled = documents.flatMap((document) => {
		const quarantined = readQuarantine(document);
		const before = { ...readLabels(readDescription(document).metadata), ...(quarantined !== undefined && { quarantined }) };
		const isLabelled = isKept(document, writer);
		return isLabelled || Object.keys(before).length > 0 ? [{ id: document.id, before, labelled: isLabelled }] : [];
	});
	checkRemoval(row.name, readLists(row), writer, labelled);
	for (const { id, before } of labelled)
		await noteChange(catalogue, connection, row.name, { writer: writer.name, documentId: id, kind: 'removed', before });
}

/** Only a listed writer removes a document with labels, in quarantine, or with another writer's metadata. */
export function isKept(document: SelectedRow, writer: Writer): boolean {
	const described = readDescription(document);
	const isOfOther = Object.keys(described.metadata).length > 0 && !isDescriber({ ...described, writer: document.writer }, writer);
	return isOfOther || readQuarantine(document) !== undefined || isProtected(described.metadata);
}
