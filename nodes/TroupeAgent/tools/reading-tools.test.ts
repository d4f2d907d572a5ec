import { readingTools } from './reading-tools';

const listNames = (...nodes: Array<{ name: string; type: string; parameters?: object }>) => [
	...readingTools({ getNode: () => ({ name: 'Agent' }) as never, getParentNodes: () => nodes as never }),
];

test('knows the tools of n8n that change nothing, by type and by operation', () => {
	expect(
		listNames(
			{ name: 'Calculator', type: '@n8n/n8n-nodes-langchain.toolCalculator' },
			{ name: 'Look Up Order', type: 'n8n-nodes-base.postgresTool', parameters: { operation: 'get' } },
			{ name: 'Search', type: 'n8n-nodes-troupe.troupeKnowledgeTool', parameters: { operation: 'search' } },
			{ name: 'Stock', type: 'n8n-nodes-base.httpRequestTool', parameters: { method: 'GET', url: 'https://shop.example/stock' } },
		),
	).toEqual(['Calculator', 'Look_Up_Order', 'Search', 'Stock']);
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
