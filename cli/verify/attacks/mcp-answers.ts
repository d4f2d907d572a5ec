import type { Answers } from '../range/web';

interface McpTool {
	/** The text that the tool returns. */
	result: string;
	/** Default: `count`. */
	name?: string;
	structured?: object;
	/** Default: counts articles. */
	description?: string;
	annotations?: object;
}

/** Answers as an MCP server with one tool, which declares a number as its result. */
export function answerMcp({ result, name = 'count', structured, description = 'Counts articles.', annotations }: McpTool): Answers[string] {
	const tool = {
		...{ name, description, inputSchema: { type: 'object', properties: { article: { type: 'string' } } } },
		...(annotations && { annotations }),
		...(structured && { outputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } }),
	};
	const results: Record<string, unknown> = {
		initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'stock', version: '1' } },
		'tools/list': { tools: [tool] },
		'tools/call': { content: [{ type: 'text', text: result }], ...(structured && { structuredContent: structured }) },
	};
	return ({ body }) => {
		const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
		if (id === undefined) return new Response(null, { status: 202 });
		const known = results[method ?? ''];
		const answer = known === undefined ? { error: { code: -32601, message: 'unknown method' } } : { result: known };
		return Response.json({ jsonrpc: '2.0', id, ...answer });
	};
}
