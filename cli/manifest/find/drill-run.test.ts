import type { Drill, ManifestSummary } from '../../../manifests/registry/registry-api';
import { testRegistry } from '../../../test/support/registry/local-registry';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { runDrill } from './drill-run';

const summary = (kind: ManifestSummary['kind'], name: string) =>
	({ sha256: 'a'.repeat(64), kind, name, version: '1.1.0', state: 'approved' }) as ManifestSummary;
const nothing: Drill = { what: 'agent:clerk@1.1.0', stops: [], callers: [], rollouts: [], roles: [], people: [], isCut: false };
const stop = { kind: 'agent' as const, name: 'clerk', version: '1.1.0', sha256: 'a'.repeat(64), reason: 'it would be revoked' };
const calls = 'agent:clerk';

it('prints what would stop, with what runs in its place, and exits with 1', async () => {
	const drill: Drill = {
		...nothing,
		stops: [{ ...stop, goesTo: '1.0.0', left: ['1.0.0'], ahead: [] }],
		callers: [{ kind: 'agent', name: 'front', version: '2.0.0', calls, range: '1.1.0', goesTo: null }],
		processes: [{ processId: 'orders', version: 3, element: 'ask', calls, goesTo: '1.0.0', instances: 1 }],
		machines: [{ machine: 'one', program: 'serve', lastSeenAt: '2026-11-30T10:00:00.000Z', isGone: false, runs: ['agent:clerk@1.1.0'] }],
		roles: [{ role: 'approver', left: 0, threshold: 1, isEnough: false }],
		people: ['bob@example.com'],
		leftOut: [{ part: 'machines', scope: 'doctor:read' }],
	};
	const registry = testRegistry({ list: async () => ({ items: [summary('agent', 'clerk')] }), drill: async () => drill });
	const terminal = testTerminal();
	expect(await runDrill('clerk@1.1.0', {}, terminal, registry.open)).toBe(1);
	expect(registry.calls.at(-1)).toEqual(['drill', { kind: 'agent', name: 'clerk', version: '1.1.0' }]);
	expect(terminal.printed).toEqual([
		'If agent:clerk@1.1.0 were revoked now, 1 version would stop:',
		'  agent:clerk@1.1.0, 1.0.0 runs in its place: it would be revoked',
		'Called by:',
		'  agent:front@2.0.0 (agent:clerk@1.1.0), nothing runs in its place',
		'Processes that call it:',
		'  orders 3, ask (agent:clerk), 1 instance running, 1.0.0 runs in its place',
		'Machines that run it:',
		'  one (serve): agent:clerk@1.1.0',
		'Keys that are left:',
		'  approver: 0 of 1 needed, not enough',
		'bob@example.com has no other key: all access tokens of bob@example.com end.',
		'Without the scope doctor:read, machines are left out.',
		'Nothing was changed.',
	]);
});

it('asks of a key, and of one manifest of a package that has several', async () => {
	const registry = testRegistry({ list: async () => ({ items: [summary('package', 'weather')] }), drill: async () => nothing });
	const terminal = testTerminal();
	expect(await runDrill(undefined, { key: 'approver-1', json: true }, terminal, registry.open)).toBe(0);
	expect(registry.calls.at(-1)).toEqual(['drill', { key: 'approver-1' }]);
	expect(JSON.parse(terminal.printed[0]!)).toEqual(nothing);
	await runDrill('package:weather@1.1.0#aaaa', {}, testTerminal(), registry.open);
	expect(registry.calls.at(-1)).toEqual(['drill', { sha256: 'a'.repeat(64) }]);
});

it.each([[[]], [['clerk@1.0.0', '--key', 'k']]])('refuses %j: one thing would be revoked', async (words) => {
	const terminal = testTerminal();
	expect(await runTroupe(['manifest', 'drill', ...words], terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toContain('Expected a manifest or --key');
});
