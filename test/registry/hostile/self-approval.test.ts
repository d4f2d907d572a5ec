import { HostileRegistry, type Signed } from '../../support/registry/hostile-registry';
import { testKey } from '../../support/test-keys';
import { countApprovals } from '../../../manifests/trust/count-approvals';
import { forgetMarks } from '../../../manifests/trust/high-water';
import type { TrustStore } from '../../../manifests/trust/trust-store';

let registry: HostileRegistry;
beforeEach(async () => {
	registry = await HostileRegistry.start();
});
afterEach(() => registry.stop());

/** What the client kept for a manifest, and what of it counts. */
async function countApprovalsOnClient(manifest: Signed, owners: Record<string, string>, threshold = 1) {
	const base = { keyIds: ['approver-1', 'approver-2'], threshold };
	const of = (keyId: string) => ({ keyIds: [keyId], threshold: 1 });
	const roles = { root: of('root-1'), author: of('author-1'), approver: base, snapshot: of('snapshot-1') };
	forgetMarks(registry.home);
	registry.pin(registry.root({ owners, roles }));
	registry.serve(registry.snapshot(1, [manifest.entry]), [manifest]);
	await registry.client().refresh();
	const trust: TrustStore = registry.trust();
	const { keyId } = trust.findManifest(manifest.entry) ?? {};
	return countApprovals(trust.root.document, keyId ?? '', trust.approvals(manifest.sha256));
}

describe('attack: self-approval', () => {
	it('by another key of the author is not counted, though the registry hands it on', async () => {
		const manifest = registry.prompt('tone', '1.0.0');
		const counted = await countApprovalsOnClient(manifest, { 'author-1': 'ada@example.com', 'approver-1': 'ada@example.com' });
		expect(counted).toMatchObject({ enough: false, counted: [], discounted: [{ reason: expect.stringMatching(/author/i) }] });
	});

	it('with the key of the author is refused, and not kept', async () => {
		const manifest = registry.prompt('tone', '1.0.0', { approvers: [] });
		const own = registry.approval(manifest.sha256, 'tone', '1.0.0', testKey('author-1'));
		expect(await countApprovalsOnClient({ ...manifest, approvals: [own] }, {})).toMatchObject({ enough: false, counted: [] });
		expect(registry.auditLines).toContainEqual(
			expect.objectContaining({ event: 'refused', reason: 'key', expected: '["approver-1","approver-2"]', actual: 'author-1' }),
		);
	});

	it('by one person with two keys is one approval', async () => {
		const manifest = registry.prompt('tone', '1.0.0', { approvers: ['approver-1', 'approver-2'] });
		const bob = { 'author-1': 'ada@example.com', 'approver-1': 'bob@example.com', 'approver-2': 'bob@example.com' };
		expect((await countApprovalsOnClient(manifest, bob, 2)).enough).toBe(false);
		expect((await countApprovalsOnClient(manifest, { ...bob, 'approver-2': 'carol@example.com' }, 2)).enough).toBe(true);
	});
});
