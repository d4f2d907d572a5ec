/** Flat, so that all stores can search by it. A list of strings holds labels. */
export type MetadataValue = string | number | boolean | string[];

/**
 * Metadata of a document. These names are reserved; every document has these fields, and a filter can name them like metadata:
 * `documentId`, `title`, `source`, `mediaType`, `ingestedAt` (milliseconds since the epoch).
 */
export type Metadata = Record<string, MetadataValue>;

/** Parsed from JSON by core/ports/knowledge/filter/parse-filter.ts. A document without the field fits no condition, so it fits the `not` of each. */
export type Filter =
	| { kind: 'and' | 'or'; filters: Filter[] }
	| { kind: 'not'; filter: Filter }
	/** The value itself, or a list that contains it. */
	| { kind: 'equals'; field: string; value: string | number | boolean }
	/** One of the values, or a list that contains one of them. */
	| { kind: 'in'; field: string; values: Array<string | number | boolean> }
	/** Compares numbers by size and strings by code point. A value of another kind does not fit. */
	| { kind: 'range'; field: string; bound: 'above' | 'from' | 'below' | 'to'; value: number | string }
	/** A string that contains this one, or a list with such a string. */
	| { kind: 'contains'; field: string; value: string };
