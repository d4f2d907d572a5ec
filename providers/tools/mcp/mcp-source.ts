import type { Client, Tool as ListedTool } from '@modelcontextprotocol/client';
import { isTroupeError } from '../../../core/base/errors';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../core/ports';
import { listTools } from './list-tools';
import type { McpServer } from './mcp-server';
import { createMcpSession, type McpSession } from './mcp-session';
import { isAnswer, unreachable, describeFault } from './to-source-error';
import { toResult } from './to-result';

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

function toTool(listed: ListedTool, server: string, session: McpSession): Tool {
	const { name, title, description, inputSchema, annotations } = listed;
	const readOnly = annotations?.readOnlyHint === true && annotations.destructiveHint !== true;
	return {
		name,
		description: description ?? title ?? annotations?.title ?? '',
		parameters: inputSchema,
		source: `mcp:${server}`,
		readOnly,
		selfDeclared: true,
		call: (input, context) => callTool(listed, input, context, readOnly, server, session),
	};
}

async function callTool(
	{ name, inputSchema }: ListedTool,
	input: Record<string, unknown>,
	{ signal }: ToolContext,
	readOnly: boolean,
	server: string,
	session: McpSession,
): Promise<ToolResult> {
	// By its definition, the client copies arguments into headers where a server asks for it (2026-07-28).
	const call = (client: Client, own: AbortSignal) =>
		client.callTool({ name, arguments: input }, { signal: own, timeout: maxCallMs, toolDefinition: { name, inputSchema } });
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
	if (isAnswer(error)) return `The server "${server}" refused the call: ${message?.replace(/^MCP error -?\d{1,6}: /, '') ?? String(code)}`;
	const doubt = readOnly ? '' : ' It is unknown whether the tool did its work.';
	return `The call to the server "${server}" failed: ${describeFault(error)}.${doubt}`;
}
