/** Flat, so that all stores can search by it. A list of strings holds labels. */
export type MetadataValue = string | number | boolean | string[];

/**
 * Every document has these reserved fields, and filters can name them: `documentId`, `title`, `source`, `mediaType`, `ingestedAt` (milliseconds since
 * the epoch).
 */
export type Metadata = Record<string, MetadataValue>;

/** Parsed by core/ports/knowledge/filter/parse-filter.ts. A document without the field fits no condition, so it fits the `not` of each. */
export type Filter =
	| { kind: 'and' | 'or'; filters: Filter[] }
	| { kind: 'not'; filter: Filter }
	/** The value itself, or a list that contains it. */
	| { kind: 'equals'; field: string; value: string | number | boolean }
	/** One of the values, or a list with one of them. */
	| { kind: 'in'; field: string; values: Array<string | number | boolean> }
	/** Numbers by size, strings by code point. A value of another kind does not fit. */
	| { kind: 'range'; field: string; bound: 'above' | 'from' | 'below' | 'to'; value: number | string }
	/** A string with this one, or a list with such a string. */
	| { kind: 'contains'; field: string; value: string };
