import { readingTools } from './reading-tools';

/** @returns the nodes whose tools only read, whatever their tools are called */
function listNames(...nodes: Array<{ name: string; type: string; parameters?: object }>): string[] {
	const onlyReads = readingTools({ getNode: () => ({ name: 'Agent' }) as never, getParentNodes: () => nodes as never });
	return nodes.map(({ name }) => name).filter((sourceNodeName) => onlyReads({ name: 'tool', metadata: { sourceNodeName } }));
}

test('knows the tools of n8n that change nothing, by type and by operation', () => {
	expect(
		listNames(
			{ name: 'Calculator', type: '@n8n/n8n-nodes-langchain.toolCalculator' },
			{ name: 'Look Up Order', type: 'n8n-nodes-base.postgresTool', parameters: { operation: 'get' } },
			{ name: 'Search', type: 'n8n-nodes-troupe.troupeKnowledgeTool', parameters: { operation: 'search' } },
			{ name: 'Stock', type: 'n8n-nodes-base.httpRequestTool', parameters: { method: 'GET', url: 'https://shop.example/stock' } },
		),
	).toEqual(['Calculator', 'Look Up Order', 'Search', 'Stock']);
});

test.each(['InMemory', 'PGVector', 'Qdrant', 'Pinecone', 'Supabase', 'ChromaDB', 'MongoDBAtlas'])(
	'knows the vector store %s that answers an agent',
	(store) => {
		const type = `@n8n/n8n-nodes-langchain.vectorStore${store}`;
		const nodes = ['retrieve-as-tool', 'insert', 'update', '={{ $json.mode }}'].map((mode) => ({ name: mode, type, parameters: { mode } }));
		expect(listNames(...nodes)).toEqual(['retrieve-as-tool']);
	},
);

test.each(['n8n-nodes-base.httpRequestTool', '@n8n/n8n-nodes-langchain.toolHttpRequest'])(
	'knows a GET of %s to a fixed address',
	(type) => {
		const fixed = ['https://shop.example/stock', '=https://shop.example/{{ $json.id }}?of={{ { a: 1 }.a }}'];
		const filled = ["=https://shop.example/{{ $fromAI('id') }}", 'https://shop.example/{id}', '=https://shop.example/{{ $json.id }}/{id}'];
		const nodes = [...fixed, ...filled].map((url) => ({ name: url, type, parameters: { method: 'GET', url } }));
		expect(listNames(...nodes)).toEqual(fixed);
	},
);

test('judges operations by what their names begin with', () => {
	const reading = [
		'get',
		'getAll',
		'getRows',
		'readRows',
		'searchUser',
		'listTables',
		'lookupByEmail',
		'count',
		'find',
		'select',
		'rowExists',
		'availability',
		'replies',
		'keys',
	];
	const writing = [
		'findOneAndUpdate',
		'createOrGet',
		'getOrCreate',
		'updateRow',
		'listen',
		'readd',
		'counter',
		'executeQuery',
		'selectOrInsert',
		'pop',
	];
	const nodes = [...reading, ...writing].map((operation) => ({
		name: operation,
		type: 'n8n-nodes-base.someTool',
		parameters: { operation },
	}));
	expect(listNames(...nodes)).toEqual(reading);
	const recall = ['troupeMemoryTool', 'troupeRegistryTool'].map((type, index) => ({
		...{ name: type, type: `n8n-nodes-troupe.${type}`, parameters: { operation: ['recall', 'resolve'][index] } },
	}));
	const resolve = { name: 'Alert', type: 'n8n-nodes-base.signl4Tool', parameters: { operation: 'resolve' } };
	expect(listNames(...recall, resolve)).toEqual(recall.map(({ name }) => name));
});

test('knows a tool by its name where n8n does not say which node it is of', () => {
	const nodes = [{ name: 'Date & Time', type: 'n8n-nodes-base.dateTimeTool', parameters: { operation: 'addToDate' } }];
	const onlyReads = readingTools({ getNode: () => ({ name: 'Agent' }) as never, getParentNodes: () => nodes as never });
	expect([onlyReads({ name: 'Date_Time' }), onlyReads({ name: 'Date' })]).toEqual([true, false]);
});

test('has a person asked for what may change or send something, and for what it does not know', () => {
	expect(
		listNames(
			{ name: 'Code', type: '@n8n/n8n-nodes-langchain.toolCode' },
			{ name: 'Delete', type: 'n8n-nodes-base.postgresTool', parameters: { operation: 'delete' } },
			{ name: 'Chosen by an expression', type: 'n8n-nodes-base.postgresTool', parameters: { operation: "={{ $fromAI('what') }}" } },
			{ name: 'Other', type: 'n8n-nodes-other.thingTool', parameters: { operation: 'get' } },
			{ name: 'Post', type: 'n8n-nodes-base.httpRequestTool', parameters: { method: 'POST', url: 'https://shop.example' } },
			{ name: 'Anywhere', type: 'n8n-nodes-base.httpRequestTool', parameters: { method: 'GET', url: "={{ $fromAI('url') }}" } },
		),
	).toEqual([]);
});
