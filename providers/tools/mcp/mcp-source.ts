import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import { readEffect } from '../../../core/ports/tools/tool-effect';
import type { Tool, ToolSource } from '../../../core/ports/tools/tools';
import { callTool } from './call-tool';
import { listTools } from './list-tools';
import type { McpServer } from './mcp-server';
import { createMcpSession, type McpSession } from './mcp-session';
import { ProgramRequests } from './program-requests';
import { isSchema } from './result-schema';
import { findRefusal, unreachable } from './to-source-error';

export function createMcpSource(server: McpServer): ToolSource {
	const requests = new ProgramRequests();
	const session = createMcpSession({ ...server, reach: requests.watch(server) });
	return {
		name: server.server,
		async tools(signal) {
			try {
				const listed = await session.ask(
					signal,
					() => true,
					({ client }, own) => listTools(client, server, own),
				);
				return listed.map((tool) => watched(toTool(tool, server, session), requests));
			} catch (error) {
				signal.throwIfAborted();
				throw findRefusal(error) ?? unreachable(server.server, error);
			}
		},
		takeRefused: () => requests.takeLate(),
		close: () => session.close(),
	};
}

const watched = (tool: Tool, requests: ProgramRequests): Tool => ({
	...tool,
	call: (input, context) => requests.during(() => tool.call(input, context)),
});

function toTool(listed: ListedTool, { server, compileForm, effects = {} }: McpServer, session: McpSession): Tool {
	const { name, title, description, inputSchema, outputSchema, annotations } = listed;
	const effect = readEffect(effects, name);
	// Servers can send anything in place of a text.
	const described = [description, title, annotations?.title].find((text) => typeof text === 'string');
	return {
		name,
		description: described ?? '',
		// Some servers send null for a tool without parameters.
		parameters: inputSchema ?? { type: 'object' },
		...(isSchema(outputSchema) && { outputSchema }),
		source: `mcp:${server}`,
		effect,
		call: (input, context) => callTool({ listed, server, effect, session, compileForm }, input, context),
	};
}
