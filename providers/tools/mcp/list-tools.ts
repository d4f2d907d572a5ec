import type { Client, Tool as ListedTool } from '@modelcontextprotocol/client';
import { TroupeError } from '../../../core/base/errors';
import type { McpServer } from './mcp-server';

const maxPages = 50;
const maxListed = 5_000;

/**
 * Lists the tools of a server from all pages, or only the requested ones.
 * @throws TroupeError TOOL_INVALID for an endless list or a missing requested tool
 */
export async function listTools(client: Client, { server, tools: wanted }: McpServer, signal: AbortSignal): Promise<ListedTool[]> {
	const listed: ListedTool[] = [];
	let cursor: string | undefined;
	for (let page = 1; page === 1 || cursor !== undefined; page += 1) {
		// The client's own method would compile the result schemas of servers.
		const result = await client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, { signal });
		listed.push(...result.tools.filter(({ name }) => !wanted || wanted.includes(name)));
		cursor = result.nextCursor;
		if (page > maxPages || listed.length > maxListed) throw tooMany(server);
	}
	const missing = wanted?.find((name) => !listed.some((tool) => tool.name === name));
	if (missing === undefined) return listed;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `The MCP server "${server}" has no tool named ${missing}.`,
		fix: `Correct the "tools" or "pins" of the server in the agent's definition.`,
		details: { server, tool: missing },
	});
}

function tooMany(server: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The MCP server "${server}" lists more than ${maxListed} tools, or more than ${maxPages} pages of them.`,
		fix: 'Use a server, or an address of this server, that lists fewer tools.',
		details: { server },
	});
}
