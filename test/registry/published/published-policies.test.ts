import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../../manifests/registry/registry';
import { composeGuard } from '../../../providers/compose/guardrails/guard';
import { checkContent } from '../../../providers/compose/agents/check-content';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { openFollowingMachine } from '../../support/machines/following-machine';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { openRegistry } from '../../../manifests/registry/open-registry';

let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: Date.now() });
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-policies-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, checkContent });
});
afterAll(async () => {
	await registry.close();
	rmSync(folder, { recursive: true });
});

const noLinks = { check: 'pattern', name: 'no-links', patterns: ['https?://'], stages: ['input'], action: 'block' };
const short = { check: 'length', name: 'short', characters: { max: 30 }, stages: ['input'], action: 'block' };

const policy = (version: string, checks: object[], claimed: object = {}) =>
	people.policy('strict', version, { content: JSON.stringify({ id: 'strict', version, purpose: 'Stops links.', checks }), ...claimed });

async function publish(manifest: ReturnType<typeof policy>, approve = true): Promise<void> {
	await registry.publish(ada, { token: manifest.token });
	if (approve) await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
}

const openMachine = () => openFollowingMachine(registry, folder);

const check = async (id: string, text: string) => {
	const machine = await openMachine();
	return { ...(await (await composeGuard({ kind: 'id', id }, machine)).check('input', text)), admitted: machine.gate.admitted };
};

it('publishes, approves and applies policies by name and range; a range never brings one that stops less', async () => {
	await publish(policy('1.0.0', [noLinks]));
	expect(await check('strict@^1', 'see http://x')).toMatchObject({
		outcome: 'blocked',
		admitted: [{ kind: 'policy', name: 'strict', version: '1.0.0' }],
	});
	expect(await check('strict', 'see')).toMatchObject({ outcome: 'pass' });

	const draft = policy('1.1.0', [noLinks, short]);
	await publish(draft, false);
	expect(await check('strict@^1', 'a text without a link that is long')).toMatchObject({ outcome: 'pass' });
	await registry.approve(bob, draft.sha256, { token: people.approval(draft) });
	expect(await check('strict@^1', 'a text without a link that is long')).toMatchObject({ outcome: 'blocked' });

	await expect(publish(policy('1.2.0', [short]))).rejects.toMatchObject({ code: 'VERSION_INVALID', details: { required: 'major' } });
	await expect(publish(policy('1.1.1', [noLinks, short, { check: 'secrets', action: 'block' }]))).rejects.toMatchObject({
		code: 'VERSION_INVALID',
		details: { required: 'minor' },
	});
	await publish(policy('2.0.0', [short]));
	expect(await check('strict@^1', 'see http://x')).toMatchObject({ outcome: 'blocked' });
	expect(await check('strict@^2', 'see http://x')).toMatchObject({ outcome: 'pass' });
});

it.each([
	['a policy without checks', () => policy('3.0.0', []), 'checks'],
	['an expression that is not one', () => policy('3.0.0', [{ check: 'pattern', patterns: ['('], action: 'block' }]), 'checks.0'],
	[
		'another purpose in the manifest',
		() => policy('3.0.0', [short], { purpose: 'Something else.' }),
		'purpose is not what the manifest says',
	],
	['another id', () => people.policy('other', '3.0.0', { content: JSON.stringify({ id: 'strict', checks: [short] }) }), 'id is not'],
])('refuses to publish %s', async (_, manifest, words) => {
	await expect(publish(manifest())).rejects.toMatchObject({ code: 'POLICY_INVALID', message: expect.stringContaining(words) as string });
});

it('stops a tenant whose policy was revoked, instead of running without it', async () => {
	const tenants = (await openTenants({ stateFolder: folder }))!;
	await tenants.set({ name: 'acme', rules: { policies: ['strict@~2.0'] }, changedAt: 0, changedBy: 'ana' });
	const own = { kind: 'inline' as const, policy: { id: 'own', checks: [{ check: 'secrets', action: 'block' }] }, where: 'The policy' };
	const guard = async () => composeGuard(own, await openMachine());
	expect(await (await guard()).check('input', 'a text that is longer than thirty')).toMatchObject({ outcome: 'blocked' });
	const { sha256 } = (await registry.list(ada, { name: 'strict', version: '2.0.0' })).items[0]!;
	await registry.revoke(bob, sha256, { reason: 'too loose' });
	await expect(guard()).rejects.toMatchObject({
		code: 'MANIFEST_REVOKED',
		message: expect.stringMatching(/^The tenant "acme" requires the guardrail policy "strict@~2\.0".*too loose/) as string,
	});
});
