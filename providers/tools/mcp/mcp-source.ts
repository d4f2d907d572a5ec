import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { isTroupeError } from '../../../core/base/errors';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../core/ports';
import { listTools } from './list-tools';
import type { McpServer } from './mcp-server';
import { createMcpSession, type McpSession } from './mcp-session';
import { isAnswer, unreachable, describeFault } from './to-source-error';
import { toResult } from './to-result';

/** The SDK's own, among the codes of JSON-RPC. */
const timeout = -32_001;
/** Longer than any timeout of a tool: the agent loop ends calls. */
const maxCallMs = 660_000;

/** Creates the tools of an MCP server for one run, with a separate session or program. */
export function createMcpSource(server: McpServer): ToolSource {
	const session = createMcpSession(server);
	return {
		name: server.server,
		async tools(signal) {
			try {
				const listed = await session.ask(signal, true, (client, own) => listTools(client, server, own));
				return listed.map((tool) => toTool(tool, server.server, session));
			} catch (error) {
				signal.throwIfAborted();
				throw isTroupeError(error) && error.code === 'TOOL_INVALID' ? error : unreachable(server.server, error);
			}
		},
		close: () => session.close(),
	};
}

function toTool({ name, title, description, inputSchema, annotations }: ListedTool, server: string, session: McpSession): Tool {
	const readOnly = annotations?.readOnlyHint === true && annotations.destructiveHint !== true;
	return {
		name,
		description: description ?? title ?? annotations?.title ?? '',
		parameters: inputSchema,
		source: `mcp:${server}`,
		readOnly,
		selfDeclared: true,
		call: (input, context) => callTool(name, input, context, readOnly, server, session),
	};
}

async function callTool(
	name: string,
	input: Record<string, unknown>,
	{ signal }: ToolContext,
	readOnly: boolean,
	server: string,
	session: McpSession,
): Promise<ToolResult> {
	const { CallToolResultSchema } = await import('@modelcontextprotocol/sdk/types.js');
	const call = (client: Client, own: AbortSignal): Promise<CallToolResult> =>
		client.request({ method: 'tools/call', params: { name, arguments: input } }, CallToolResultSchema, {
			signal: own,
			timeout: maxCallMs,
		});
	try {
		return toResult(await session.ask(signal, readOnly, call));
	} catch (error) {
		signal.throwIfAborted();
		return { kind: 'error', text: toFailure(error, server, readOnly) };
	}
}

/** Passes a server's error to the model, because it explains what was wrong with the call. */
function toFailure(error: unknown, server: string, readOnly: boolean): string {
	const { code, message } = error as { code?: unknown; message?: string };
	const ofServer = isAnswer(error) && code !== timeout;
	if (ofServer) return `The server "${server}" refused the call: ${message?.replace(/^MCP error -?\d{1,6}: /, '') ?? String(code)}`;
	const doubt = readOnly ? '' : ' It is unknown whether the tool did its work.';
	return `The call to the server "${server}" failed: ${describeFault(error)}.${doubt}`;
}
