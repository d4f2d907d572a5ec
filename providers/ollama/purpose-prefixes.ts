type Purpose = 'query' | 'document';

/** What stands before a text so that the model knows a question from a document, as the models' own cards say; first fit. */
const prefixes: Array<{ name: RegExp; query: string; document: string }> = [
	{ name: /nomic-embed/, query: 'search_query: ', document: 'search_document: ' },
	{ name: /mxbai-embed|snowflake-arctic-embed/, query: 'Represent this sentence for searching relevant passages: ', document: '' },
	{ name: /embeddinggemma/, query: 'task: search result | query: ', document: 'title: none | text: ' },
	{
		name: /qwen3-embedding/,
		query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
		document: '',
	},
];

/** Empty for models that make no difference, and where the purpose is not said. */
export function prefixOf(model: string, purpose: Purpose | undefined): string {
	if (!purpose) return '';
	return prefixes.find(({ name }) => name.test(model.toLowerCase()))?.[purpose] ?? '';
}
