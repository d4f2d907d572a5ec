import type { ManifestSummary } from '../../../manifests/registry/registry-api';
import { testRegistry } from '../../../test/support/registry/local-registry';
import { testTerminal } from '../../../test/support/test-terminal';
import type { Terminal } from '../../terminal/terminal';
import type { RegistryOpener } from '../shared/open-registry';
import { runRevoke } from './lifecycle-run';
import { tokenRevokeAction } from '../keys/token-run';
import { runSetPolicy } from './policy-run';

const support: ManifestSummary = {
	sha256: 'a'.repeat(64),
	kind: 'agent',
	name: 'support',
	version: '1.1.0',
	state: 'approved',
	revision: 2,
	keyId: 'author-1',
	author: 'ada@example.com',
	approvals: [],
	threshold: 1,
	capabilities: [],
	publishedAt: '2026-11-20T09:00:00.000Z',
};

const openRegistry = () =>
	testRegistry({
		list: () => Promise.resolve({ items: [support] }),
		revoke: () => Promise.resolve({ ...support, state: 'revoked' as const }),
		policy: () => Promise.resolve({ unknownPackages: 'deny' }),
		setPolicy: (_caller, policy) => Promise.resolve(policy),
	});

it('asks a person before a revocation and a change of the policy', async () => {
	const registry = openRegistry();
	const asked: string[] = [];
	const person = (answer: string) => ({ ...testTerminal(), ask: (question: string) => Promise.resolve((asked.push(question), answer)) });
	const declining = person('n');
	expect(await runRevoke('agent:support@1.1.0', {}, declining, registry.open)).toBe(1);
	expect(await runSetPolicy({ unknownPackages: 'allow' }, declining, registry.open)).toBe(1);
	expect(declining.noted).toEqual(
		expect.arrayContaining([
			expect.stringContaining('agent support 1.1.0: approved') as string,
			expect.stringMatching(/^- unknown packages {2}deny.*\n\+ unknown packages {2}allow/) as string,
		]),
	);
	expect(asked).toEqual([expect.stringContaining('Revoke agent support 1.1.0'), expect.stringContaining('Change the policy')]);
	expect(registry.calls.map(([name]) => name)).not.toContain('revoke');
	expect(registry.calls.map(([name]) => name)).not.toContain('setPolicy');
	expect(await runRevoke('agent:support@1.1.0', {}, person('y'), registry.open)).toBe(0);
	expect(await runSetPolicy({ unknownPackages: 'allow', yes: true }, declining, registry.open)).toBe(0);
	expect(asked).toHaveLength(3);
});

it.each([
	['a version', (open: RegistryOpener, terminal: Terminal) => runRevoke('agent:support@1.1.0', {}, terminal, open)],
	['the policy of machines', (open: RegistryOpener, terminal: Terminal) => runSetPolicy({ unknownPackages: 'allow' }, terminal, open)],
	[
		'the access tokens of a machine',
		(open: RegistryOpener, terminal: Terminal) => tokenRevokeAction(undefined, { subject: 'n8n-1' }, terminal, open),
	],
])(
	'takes back %s in a script only with --yes, and says so before anything changes (kontena/pharos-cluster#702, mpyw/suve#331)',
	async (_, run) => {
		const registry = openRegistry();
		await expect(run(registry.open, testTerminal())).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			fix: expect.stringContaining('--yes') as string,
		});
		expect(registry.calls.map(([name]) => name).filter((name) => !['list', 'policy'].includes(name))).toEqual([]);
	},
);
