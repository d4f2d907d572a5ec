/** None above those of the stores (providers/knowledge/documents/check-documents.ts). */
export const ingestBounds = {
	idCharacters: 1_000,
	/** As UTF-8. */
	idBytes: 2_000,
	/** UTF-16 code units. */
	titleCharacters: 1_000,
	/** With source and metadata, as JSON. */
	describedBytes: 60_000,
	/** UTF-16 code units of a text. */
	characters: 50_000_000,
	chunks: 100_000,
	/** In all vectors of one document. */
	numbers: 32_000_000,
	/** A write collects documents up to one of these; a larger one is written alone. */
	together: { documents: 200, characters: 4_000_000, chunks: 2_000, embeddedChunks: 256 },
} as const;
