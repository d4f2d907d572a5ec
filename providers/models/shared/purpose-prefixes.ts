/** Prefixes that tell the model whether a text is a question or a document. */
export interface PurposePrefixes {
	query: string;
	document: string;
}

const none: PurposePrefixes = { query: '', document: '' };

/** From the models' cards; the first match counts. */
const prefixes: Array<PurposePrefixes & { name: RegExp }> = [
	{ name: /nomic-embed/, query: 'search_query: ', document: 'search_document: ' },
	{
		name: /mxbai-embed|arctic-embed|bge-(small|base|large)-en/,
		query: 'Represent this sentence for searching relevant passages: ',
		document: '',
	},
	{ name: /embeddinggemma/, query: 'task: search result | query: ', document: 'title: none | text: ' },
	{
		name: /qwen3-embedding|e5-.*instruct/,
		query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
		document: '',
	},
	{ name: /(^|[^a-z])e5-/, query: 'query: ', document: 'passage: ' },
];

/** Finds the prefixes of a model; empty if it uses none. */
export function findPrefixes(model: string): PurposePrefixes {
	const match = prefixes.find(({ name }) => name.test(model.toLowerCase())) ?? none;
	return { query: match.query, document: match.document };
}

/** Finds the prefix for a purpose; also empty without a purpose. */
export function findPrefix(model: string, purpose: keyof PurposePrefixes | undefined): string {
	return purpose ? findPrefixes(model)[purpose] : '';
}
