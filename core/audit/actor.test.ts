import { actAs, describeActor } from './actor';

it.each([
	['user:ana', 'user'],
	['key:trp_a1b2c3d4', 'key'],
	['operator', 'operator'],
	// A kind is in the leaf for ever, and must not be the name of a person.
	['ana', 'user'],
	['ada@example.com', 'user'],
	['n8n-1', 'user'],
])('describes %s as a %s, with the name apart', (name, kind) => {
	expect(describeActor(name)).toEqual({ kind, value: { name }, subject: { kind: 'subject', id: name } });
});

it('adds where the request came from, and tells of whom a key acts for', () => {
	const described = actAs({ name: 'key:k1 for ana', address: '10.0.0.1', userAgent: 'curl' }, () => describeActor());
	expect(described).toEqual({
		kind: 'key',
		value: { name: 'key:k1 for ana', address: '10.0.0.1', userAgent: 'curl' },
		subject: { kind: 'subject', id: 'user:ana' },
	});
	expect(describeActor()).toEqual({ kind: 'system' });
});
