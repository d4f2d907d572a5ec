import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Tool } from '../../../core/ports/tools/tools';
import { permitTools } from './permitted-tools';

const tool = (name: string): Tool => ({ name, source: 'mcp:files' }) as Tool;
const never = new AbortController().signal;
const agent = (...define: object[]) => ({ id: 'support', version: '1.2.0', tools: { define } }) as unknown as AgentDefinition;
const parts = {
	tools: [tool('search'), tool('forget')],
	toolSources: [{ name: 'files', tools: async () => [tool('read'), tool('write')], close: async () => undefined }],
};

it('leaves everything without a list', () => {
	expect(permitTools(parts, agent(), undefined)).toBe(parts);
});

it('leaves out what a server or a host offers besides the list', async () => {
	const { tools, toolSources } = permitTools(parts, agent({ kind: 'mcp', server: 'files' }), { version: 1, tools: ['search', 'read'] });
	expect(tools!.map(({ name }) => name)).toEqual(['search']);
	expect((await toolSources![0]!.tools(never)).map(({ name }) => name)).toEqual(['read']);
});

it('a list without tools allows none', () => {
	expect(permitTools(parts, agent(), { version: 1 }).tools).toEqual([]);
});

it.each([
	['a tool', { kind: 'http', name: 'orders' }, 'tools', 'the tool orders'],
	['a node type', { kind: 'n8n-node', name: 'post', nodeType: 'n8n-nodes-base.slack' }, 'nodeTypes', 'the node type n8n-nodes-base.slack'],
	['a program', { kind: 'sandbox-shell', name: 'post', programs: ['jq'] }, 'programs', 'the program jq'],
	['a request', { kind: 'sandbox-browser', name: 'post', requests: ['GET example.com'] }, 'requests', 'the request GET example.com'],
])('refuses an agent whose definition names %s that is not in the list', (_case, define, capability, what) => {
	expect(() => permitTools(parts, agent(define), { version: 1, tools: ['post'] })).toThrow(
		expect.objectContaining({
			code: 'CAPABILITY_MISSING',
			message: expect.stringContaining(`The agent support 1.2.0 uses ${what}`) as string,
			fix: expect.stringContaining('--permissions FILE') as string,
			details: expect.objectContaining({ capability }) as object,
		}),
	);
});
