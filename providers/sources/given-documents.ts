import { hash } from 'node:crypto';
import type { DocumentInput } from '../../core/ports/knowledge/document-input';
import type { SourceContent, SourceDocument } from '../../core/ports/knowledge/document-reader';
import type { WebPages } from './web-pages';

/** Creates a task's documents from text, bytes or address. @throws TroupeError INPUT_INVALID for an address */
export function givenDocuments(documents: DocumentInput[], web: WebPages): SourceDocument[] {
	return documents.map((document) => givenDocument(document, web));
}

function givenDocument(document: DocumentInput, web: WebPages): SourceDocument {
	const { id, title, source, metadata } = document;
	const named = { ...(title !== undefined && { title }), ...(source !== undefined && { source }), ...(metadata && { metadata }) };
	if ('url' in document) {
		const page = web.document(document.url);
		return { ...page, ...named, ...(id !== undefined && { id }) };
	}
	const content: SourceContent =
		'text' in document
			? { kind: 'text', text: document.text, format: document.format ?? 'plain' }
			: { kind: 'bytes', bytes: document.bytes, ...toHint(document) };
	const ownId = 'bytes' in document ? (document.name ?? hash('sha256', document.bytes)) : hash('sha256', document.text);
	return { id: id ?? ownId, ...named, load: () => Promise.resolve(content) };
}

function toHint({ name, mediaType }: { name?: string; mediaType?: string }): { name?: string; mediaType?: string } {
	return { ...(name !== undefined && { name }), ...(mediaType !== undefined && { mediaType }) };
}
