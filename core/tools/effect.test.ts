import { describeLowered, effectOf, findUsualEffect, withUsualEffect } from './effect';

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

const request = { kind: 'http' as const, name: 'pay', description: 'Pays.', parameters: {}, url: 'https://a', method: 'POST' as const };

test.each([
	['POST', 'reads', 'irreversible'],
	['POST', 'reversible-elsewhere', 'irreversible'],
	['PUT', 'reads', 'reversible'],
	['POST', 'irreversible', undefined],
	['GET', 'reads', undefined],
	['GET', 'irreversible', undefined],
] as const)('a %s that is said to be "%s" reaches further by its method: %s', (method, effect, usual) => {
	const tool = { ...request, method, effect };
	expect(findUsualEffect(tool)).toBe(usual);
	expect(describeLowered(tool)).toEqual(usual && expect.stringContaining(`a ${method} is ${usual} otherwise`));
});

test('without the word of its definition, a tool reaches as far as its kind, and never less than the definition says', () => {
	expect(effectOf(withUsualEffect({ ...request, effect: 'reads' }))).toBe('irreversible');
	expect(effectOf(withUsualEffect({ ...request, method: 'GET', effect: 'reversible' }))).toBe('reversible');
	expect(effectOf(withUsualEffect({ ...server, tools: ['a'], effects: { a: 'reads' } }))).toBe('irreversible');
	expect(effectOf(withUsualEffect({ kind: 'a2a', name: 'other', description: 'Helps.', url: 'https://a', effect: 'reads' }))).toBe(
		'irreversible',
	);
});
