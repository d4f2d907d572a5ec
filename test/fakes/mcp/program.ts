/** An MCP server as a program, made with the SDK: started by the tests through `node`, which takes the types away by itself. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'program', version: '1.0.0' });
const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });
server.registerTool('environment', { annotations: { readOnlyHint: true } }, () => said(JSON.stringify(process.env)));
server.registerTool('number', {}, () => said(String(process.pid)));
server.registerTool('die', {}, () => process.exit(3));
process.stderr.write('a secret of the program\n');
await server.connect(new StdioServerTransport());
