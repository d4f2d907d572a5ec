import { effectOf } from './effect';

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
