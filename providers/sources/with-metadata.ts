import type { Metadata } from '../../core/ports/knowledge/filter/filter';
import type { SourceDocument } from '../../core/ports/knowledge/document-reader';

/** A document's own metadata take precedence; labels are merged. */
export async function* withMetadata(documents: AsyncIterable<SourceDocument>, added: Metadata): AsyncGenerator<SourceDocument, void> {
	for await (const document of documents) yield { ...document, metadata: joined(added, document.metadata ?? {}) };
}

function joined(added: Metadata, own: Metadata): Metadata {
	const metadata = { ...added, ...own };
	const more = added.labels;
	const labels = own.labels;
	if (Array.isArray(more) && Array.isArray(labels)) metadata.labels = [...new Set([...labels, ...more])];
	return metadata;
}
