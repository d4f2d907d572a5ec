import type { Metadata, SourceDocument } from '../../core/ports';

/** Gives documents metadata besides their own, which count more; labels are joined. */
export async function* withMetadata(documents: AsyncIterable<SourceDocument>, given: Metadata): AsyncGenerator<SourceDocument, void> {
	for await (const document of documents) yield { ...document, metadata: joined(given, document.metadata ?? {}) };
}

function joined(given: Metadata, own: Metadata): Metadata {
	const metadata = { ...given, ...own };
	const [more, labels] = [given.labels, own.labels];
	if (Array.isArray(more) && Array.isArray(labels)) metadata.labels = [...new Set([...labels, ...more])];
	return metadata;
}
