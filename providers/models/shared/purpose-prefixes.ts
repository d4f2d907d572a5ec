export interface PurposePrefixes {
	query: string;
	document: string;
}

const none: PurposePrefixes = { query: '', document: '' };

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

export function findPrefixes(model: string): PurposePrefixes {
	const match = prefixes.find(({ name }) => name.test(model.toLowerCase())) ?? none;
	return { query: match.query, document: match.document };
}

export function findPrefix(model: string, purpose: keyof PurposePrefixes | undefined): string {
	return purpose ? findPrefixes(model)[purpose] : '';
}
