import { checkWriter, type Writer } from '../../../core/ports/knowledge/writers';
import { readLists } from '../generations/statistics';
import { noteChange } from './access-changes';
import { findGeneration, touch } from '../generations/generations';
import type { HeldGeneration } from '../generations/held-generation';
import { describeAccess, readDescription, readQuarantine } from '../database/known-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { selectDocuments } from './select-documents';

/** Includes the shadow, so that a re-embedding does not restore the quarantine. @returns the released ids */
export function releaseDocuments(held: HeldGeneration, ids: string[], writer: Writer): Promise<string[]> {
	const release = async (connection: Connection, row: CollectionRow): Promise<string[]> => {
		const released: string[] = [];
		for await (const document of selectDocuments(connection, row.generation, { ids })) {
			const quarantined = readQuarantine(document);
			if (quarantined === undefined) continue;
			released.push(document.id);
			if (row.role === 'serving')
				await noteChange(held.catalogue, connection, row.name, {
					...{ writer: writer.name, documentId: document.id, kind: 'released', before: { quarantined } },
				});
			await connection
				.updateTable('knowledge_documents')
				.set({ access: describeAccess(readDescription(document)) })
				.where('generation', '=', row.generation)
				.where('id', '=', document.id)
				.execute();
		}
		if (released.length > 0) await touch(connection, row);
		return released;
	};
	return held.catalogue.change(async (connection) => {
		const row = await held.row(connection);
		checkWriter(row.name, readLists(row), writer);
		const released = await release(connection, row);
		const shadow = row.role === 'serving' ? await findGeneration(connection, row.name, 'shadow') : undefined;
		if (shadow) await release(connection, shadow);
		return released;
	});
}
