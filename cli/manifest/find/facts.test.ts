import { testTerminal } from '../../terminal/test-terminal';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import { manifestFacts } from './facts';

/** What an approver reads of an agent with this server. */
function listTools(server: object): string | undefined {
	const content = JSON.stringify({ tools: { define: [{ kind: 'mcp', server: 'crm', url: 'https://crm.example.com/mcp', ...server }] } });
	const manifest = { kind: 'agent', purpose: 'Helps.', capabilities: [], content, exp: 0 } as unknown as ManifestDocument;
	return manifestFacts(manifest, testTerminal()).find((line) => line.includes('crm (mcp)'));
}

it('tells the approver which MCP servers can change their tools after the approval', () => {
	expect(listTools({})).toMatch(/crm\.example\.com\/mcp, not pinned: the server can change its tools$/);
	expect(listTools({ pins: { search: 'a'.repeat(64) } })).toMatch(/crm\.example\.com\/mcp$/);
});
