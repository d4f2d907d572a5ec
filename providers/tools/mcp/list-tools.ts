import type { Client, StandardSchemaV1, Tool as ListedTool } from '@modelcontextprotocol/client';
import { TroupeError } from '../../../core/base/errors';
import type { McpServer } from './mcp-server';

const maxPages = 50;
const maxListed = 5_000;

/** Accepts any result, so that one odd tool does not hide the others. */
const anyResult: StandardSchemaV1<unknown, Record<string, unknown>> = {
	'~standard': { version: 1, vendor: 'troupe', validate: (value) => ({ value: (value ?? {}) as Record<string, unknown> }) },
};

/**
 * Lists all pages of tools, or only requested ones. Omits unnamed tools, but not odd schemas. @throws TroupeError TOOL_INVALID for an endless list or
 * a missing requested tool; SyntaxError for a result without a list
 */
export async function listTools(client: Client, { server, tools: wanted }: McpServer, signal: AbortSignal): Promise<ListedTool[]> {
	const listed: ListedTool[] = [];
	const known = new Set<string>();
	const asked = new Set<string | undefined>();
	let cursor: string | undefined;
	for (let page = 1; !asked.has(cursor); page += 1) {
		asked.add(cursor);
		// The client's own method would compile the servers' result schemas.
		const result = await client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, anyResult, { signal });
		const tools = readTools(result);
		// Some servers ignore the cursor and repeat the first page.
		if (tools.length > 0 && tools.every(({ name }) => known.has(name))) break;
		for (const { name } of tools) known.add(name);
		listed.push(...tools.filter(({ name }) => !wanted || wanted.includes(name)));
		cursor = readCursor(result, client);
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

function readTools({ tools }: Record<string, unknown>): ListedTool[] {
	if (!Array.isArray(tools)) throw new SyntaxError('The result has no list of tools.');
	return tools.flatMap((tool: Partial<ListedTool> | null) => (typeof tool?.name === 'string' ? [tool as ListedTool] : []));
}

/** Before 2026-07-28 an empty cursor ends the list; since then it is an ordinary cursor. */
function readCursor({ nextCursor }: Record<string, unknown>, client: Client): string | undefined {
	if (typeof nextCursor !== 'string') return undefined;
	return nextCursor === '' && client.getProtocolEra() !== 'modern' ? undefined : nextCursor;
}

function tooMany(server: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The MCP server "${server}" lists more than ${maxListed} tools, or more than ${maxPages} pages of them.`,
		fix: 'Use a server, or an address of this server, that lists fewer tools.',
		details: { server },
	});
}
