import { hash } from 'node:crypto';
import type { DocumentChunk } from '../../ports/knowledge/stored-documents';

/** Equal for equal text of the same document only: two versions can be stored side by side. */
export function nameChunks(documentId: string, text: string, chunks: Array<Omit<DocumentChunk, 'id'>>): DocumentChunk[] {
	const version = hash('sha256', `${documentId}\0${text}`, 'base64url').slice(0, 22);
	return chunks.map((chunk) => ({ id: `${version}-${chunk.start.toString(36)}`, ...chunk }));
}
