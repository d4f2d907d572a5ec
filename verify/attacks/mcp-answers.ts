import type { Answers } from '../range/web';
import { sentTo } from './agent-attack';

const server = 'POST https://mcp.example';
/** Entry of a definition that names the server. */
export const mcp = { kind: 'mcp', server: 'stock', url: 'https://mcp.example/mcp' };
export const count = { name: 'count', input: { article: 'A' } };
export const mcpToolCalled = sentTo(server, '"tools/call"');

interface McpTool {
	/** The text that the tool returns. */
	result: string;
	/** Default: `count`. */
	name?: string;
	structured?: object;
	isError?: boolean;
	/** Default: counts articles. */
	description?: string;
	annotations?: object;
}

/** Returns the answers of an MCP server with one tool. With `structured`, the tool declares a number as its result. */
export function answerMcp({
	result,
	name = 'count',
	structured,
	isError,
	description = 'Counts articles.',
	annotations,
}: McpTool): Answers {
	const tool = {
		name,
		description,
		inputSchema: { type: 'object', properties: { article: { type: 'string' } } },
		...(annotations && { annotations }),
		...(structured && { outputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } }),
	};
	const results: Record<string, unknown> = {
		initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'stock', version: '1' } },
		'tools/list': { tools: [tool] },
		'tools/call': { content: [{ type: 'text', text: result }], isError, ...(structured && { structuredContent: structured }) },
	};
	const answerCall: Answers[string] = ({ body }) => {
		const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
		if (id === undefined) return new Response(null, { status: 202 });
		const known = results[method ?? ''];
		const answer = known === undefined ? { error: { code: -32601, message: 'unknown method' } } : { result: known };
		return Response.json({ jsonrpc: '2.0', id, ...answer });
	};
	return { [server]: answerCall };
}
