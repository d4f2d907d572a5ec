/** Limits of one document, and of one write; none above those of the stores (providers/knowledge/documents/check-documents.ts). */
export const ingestBounds = {
	idCharacters: 1_000,
	/** As UTF-8. */
	idBytes: 2_000,
	/** UTF-16 code units. */
	titleCharacters: 1_000,
	/** Title, source and metadata as JSON. */
	describedBytes: 60_000,
	/** UTF-16 code units of a text. */
	characters: 50_000_000,
	chunks: 100_000,
	/** Numbers in all vectors of one document. */
	numbers: 32_000_000,
	/** Documents are collected for a write up to one of these limits; a larger one is written alone. */
	together: { documents: 200, characters: 4_000_000, chunks: 2_000, embeddedChunks: 256 },
} as const;
