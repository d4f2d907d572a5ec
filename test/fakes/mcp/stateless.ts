/** An MCP server of the revision 2026-07-28 as a program: started by the tests through `node`, which takes the types away by itself. */
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

serveStdio(() => {
	const server = new McpServer({ name: 'stateless', version: '1.0.0' });
	server.registerTool('number', { annotations: { readOnlyHint: true } }, () => ({
		content: [{ type: 'text', text: String(process.pid) }],
	}));
	return server;
});
