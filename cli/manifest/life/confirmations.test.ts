import type { ManifestSummary } from '../../../manifests/registry/registry-api';
import { testRegistry } from '../../../test/support/registry/local-registry';
import { testTerminal } from '../../terminal/test-terminal';
import { runRevoke } from './life-run';
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

it('asks a person before a revocation and a change of the policy, and a script not', async () => {
	const registry = testRegistry({
		list: () => Promise.resolve({ items: [support] }),
		revoke: () => Promise.resolve({ ...support, state: 'revoked' as const }),
		policy: () => Promise.resolve({ unknownPackages: 'deny' }),
		setPolicy: (_caller, policy) => Promise.resolve(policy),
	});
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
