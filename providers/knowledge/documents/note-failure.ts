import type { DocumentFailure } from '../../../core/ports/knowledge/document-reader';
import { checkId } from './check-documents';
import { touch } from '../generations/generations';
import type { HeldGeneration } from '../generations/held-generation';
import { describe } from '../database/known-documents';

const maxMessage = 1_000;

/** The stored state stays unchanged. */
export async function noteFailure(
	held: HeldGeneration,
	{ id, source }: { id: string; source?: string },
	failure: DocumentFailure,
	message: string,
): Promise<void> {
	checkId(id);
	const failed = { state: 'failed' as const, failure: JSON.stringify({ failure, message: message.slice(0, maxMessage) }) };
	const description = describe({
		title: id,
		...(source !== undefined && { source }),
		mediaType: 'application/octet-stream',
		metadata: {},
	});
	await held.catalogue.change(async (connection) => {
		const { generation } = await touch(connection, await held.row(connection));
		await connection
			.insertInto('knowledge_documents')
			.values({
				...{ generation, id, description, content_hash: '', ...failed, ingested_at: held.catalogue.now() },
				...{ first_chunk: 0, chunks: 0, characters: 0, access: null, writer: null, pages: null, text: null },
			})
			.onConflict((conflict) => conflict.columns(['generation', 'id']).doUpdateSet(failed))
			.execute();
	});
}
