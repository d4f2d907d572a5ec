/** Flat: what all stores can search by. Strings in a list are labels. */
export type MetadataValue = string | number | boolean | string[];

/**
 * Metadata of a document. These names are reserved; every document has these fields, and a filter can name them like metadata:
 * `documentId`, `title`, `source`, `mediaType`, `ingestedAt` (milliseconds since the epoch).
 */
export type Metadata = Record<string, MetadataValue>;

/** Read from JSON by core/ports/filter/parse-filter.ts. A field that a document lacks fits no condition, and so fits `not` of each. */
export type Filter =
	| { kind: 'and' | 'or'; filters: Filter[] }
	| { kind: 'not'; filter: Filter }
	/** The value itself, or a list that has it. */
	| { kind: 'equals'; field: string; value: string | number | boolean }
	/** One of the values, or a list that has one of them. */
	| { kind: 'in'; field: string; values: Array<string | number | boolean> }
	/** Numbers by size, strings by code point; a value of another kind does not fit. */
	| { kind: 'range'; field: string; bound: 'above' | 'from' | 'below' | 'to'; value: number | string }
	/** A string that holds this one as it is written, or a list of which one does. */
	| { kind: 'contains'; field: string; value: string };
