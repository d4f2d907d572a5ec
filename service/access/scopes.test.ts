import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allows, allScopes, collectScopes, isScope, listAllowed, roles, type Role, scopesWithin } from './scopes';

const names = Object.keys(roles) as Role[];

test.each(['keys.md', 'keys.pt.md'])('docs/operations/%s shows the scopes of each role', (page) => {
	const lines = readFileSync(join(__dirname, '../../docs/operations', page), 'utf8').split('\n');
	const rows = lines.filter((line) => /^\| `[a-z]+:[a-z]+` \|/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
	const shown = rows.map(([, scope = '', , ...cells]) => [scope.slice(1, -1), names.filter((_name, index) => cells[index] === '✓')]);
	const expected = allScopes.map((scope) => [scope, names.filter((name) => (roles[name] as readonly string[]).includes(scope))]);
	expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
});

test('each role is allowed what the one before is, and none reaches other tenants', () => {
	const [viewer, editor, admin, owner] = names.map((name) => collectScopes([name]));
	expect([...owner!]).toEqual(expect.arrayContaining([...admin!]));
	expect([...admin!]).toEqual(expect.arrayContaining([...editor!]));
	expect([...editor!]).toEqual(expect.arrayContaining([...viewer!]));
	expect(owner!.has('keys:tenants')).toBe(false);
});

test('the scope of an agent or a collection is for this one alone, and agent:run for all', () => {
	const scopes = collectScopes(['agent:run:support']);
	expect(['agent:run:support', 'agent:run:support-2', 'agent:run', 'agent:decide'].map((needed) => allows(scopes, needed))).toEqual([
		...[true, false, false, false],
	]);
	expect(allows(collectScopes(['editor']), 'agent:run:support')).toBe(true);
	const decides = collectScopes(['agent:decide:support', 'run:read']);
	expect(['agent:decide:support', 'agent:decide', 'run:read:support'].map((needed) => allows(decides, needed))).toEqual([
		true,
		false,
		true,
	]);
	expect([listAllowed(decides, 'agent:decide'), listAllowed(decides, 'run:read'), listAllowed(decides, 'agent:run')]).toEqual([
		['support'],
		undefined,
		[],
	]);
	expect([...scopesWithin(decides, 'support')]).toEqual(['agent:decide', 'run:read']);
	expect(scopesWithin(decides, 'port')).toEqual(decides);
	const ofCollection = collectScopes(['knowledge:read:house-rules']);
	expect(
		['knowledge:read:house-rules', 'knowledge:read:vault', 'knowledge:read', 'knowledge:manage:house-rules'].map((needed) =>
			allows(ofCollection, needed),
		),
	).toEqual([...[true, false, false, false]]);
});

test.each([
	'agent:run:',
	'agent:run:*',
	'agent:run:Support',
	'agent:run:a b',
	'agent:run:a:b',
	'agent:decide:A',
	'switch:manage:a',
	'knowledge:read:',
	'knowledge:read:a b',
	`agent:run:${'a'.repeat(64)}`,
])('%s is not a scope', (name) => expect(isScope(name)).toBe(false));

test('what is neither a role nor a scope gives nothing', () => {
	expect([...collectScopes(['process:run', 'root', 'constructor', '__proto__', 'process:*'])]).toEqual(['process:run']);
});
