/** Flat: what all stores can search by. Strings in a list are labels. */
export type MetadataValue = string | number | boolean | string[];

/** Of a document. `documentId`, `title`, `source`, `mediaType` and `page` are ours. */
export type Metadata = Record<string, MetadataValue>;

/** Read from JSON by core/knowledge/filter/parse-filter.ts. A field that a document lacks fits no condition, and so fits `not` of each. */
export type Filter =
	| { kind: 'and' | 'or'; filters: Filter[] }
	| { kind: 'not'; filter: Filter }
	| { kind: 'equals'; field: string; value: string | number | boolean }
	| { kind: 'in'; field: string; values: Array<string | number | boolean> }
	/** Numbers by size, strings by code point; a value of another kind does not fit. */
	| { kind: 'range'; field: string; bound: 'above' | 'from' | 'below' | 'to'; value: number | string }
	/** A list that has the value, or a string that holds it as it is written. */
	| { kind: 'contains'; field: string; value: string };
