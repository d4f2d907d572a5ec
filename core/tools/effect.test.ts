import { effectOf, effectOfAgent } from './effect';
import type { AgentTool, ToolDefinition } from './tool-definition';

const server = { kind: 'mcp' as const, server: 'crm', url: 'https://a' };

test('a server has the effect of its highest tool, as far as the definition names them', () => {
	expect(effectOf({ ...server, tools: ['a', 'b'], effects: { a: 'reads', b: 'reversible' } })).toBe('reversible');
	expect(effectOf({ ...server, pins: { a: 'f' }, effects: { a: 'reads' } })).toBe('reads');
	expect(effectOf({ ...server, effects: { a: 'reads' } })).toBe('irreversible');
	expect(effectOf({ ...server, tools: ['constructor'], effects: { a: 'reads' } })).toBe('irreversible');
});

test.each([
	['GET shop.example.com', 'reads'],
	['HEAD shop.example.com', 'reads'],
	['POST shop.example.com', 'irreversible'],
])('a browser that asks %s has the effect %s', (request, effect) => {
	expect(effectOf({ kind: 'sandbox-browser', name: 'a', description: 'b', requests: [request] })).toBe(effect);
});

test('an entry that an agent writes about a lead can be undone', () => {
	const leads = { kind: 'leads' as const, url: 'https://a', key: '${A}', team: 't' };
	expect([effectOf(leads), effectOf({ ...leads, tools: ['read_lead'] })]).toEqual(['reversible', 'reads']);
});

test('a called agent has the highest effect of its tools and of the agents that it calls, also in a circle', async () => {
	const call = (agent: string): AgentTool => ({ kind: 'agent', agent, description: 'd' });
	const http = (method: 'GET' | 'PATCH' | 'POST'): ToolDefinition => ({
		kind: 'http',
		method,
		name: 'a',
		description: 'd',
		parameters: {},
		url: 'u',
	});
	const teams: Record<string, ToolDefinition[]> = { desk: [http('GET'), call('payer')], payer: [http('PATCH'), call('desk')], idle: [] };
	const effect = (agent: string) => effectOfAgent(call(agent), async ({ agent: id }) => teams[id] ?? Promise.reject(new Error('missing')));
	expect(await Promise.all(['desk', 'idle', 'unknown'].map(effect))).toEqual(['reversible', 'reads', 'irreversible']);
});
