/** What stands before a text so that the model knows a question from a document. */
export interface PurposePrefixes {
	query: string;
	document: string;
}

const none: PurposePrefixes = { query: '', document: '' };

/** As the models' own cards say; first fit. */
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

/** Empty for models that make no difference. */
export function prefixesOf(model: string): PurposePrefixes {
	const found = prefixes.find(({ name }) => name.test(model.toLowerCase())) ?? none;
	return { query: found.query, document: found.document };
}

/** Empty also where the purpose is not said. */
export function prefixOf(model: string, purpose: keyof PurposePrefixes | undefined): string {
	return purpose ? prefixesOf(model)[purpose] : '';
}
