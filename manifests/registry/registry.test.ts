import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, bob, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../../sandbox/registry-people';
import type { SnapshotDocument } from '../documents/documents';
import { openRegistry, type Registry } from './registry';

const start = Date.UTC(2026, 10, 20, 12);
let now = start;
let people: RegistryPeople;
let folder: string;
let registry: Registry;
const opened: Registry[] = [];

const open = async (root = people.root, file = 'registry.db') => {
	const one = await openRegistry({ database: join(folder, file), root, keys: people.signers, clock: () => now });
	opened.push(one);
	return one;
};
const snapshotOf = async (one = registry, tenant = 'default') =>
	claimsOf<SnapshotDocument>((await one.snapshot({ tenant, subject: 'reader' }))!.token);
const publish = async (manifest: SignedManifest, one = registry) => one.publish(ada, { token: manifest.token });

beforeAll(async () => {
	people = await gatherPeople({ nowMs: start });
});
beforeEach(async () => {
	now = start;
	folder = mkdtempSync(join(tmpdir(), 'troupe-registry-'));
	registry = await open();
});
afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
	rmSync(folder, { recursive: true, force: true });
});

describe('a manifest', () => {
	it('is published as a draft, approved by somebody else, and then stands in the snapshot', async () => {
		const tone = people.prompt('tone', '1.0.0');
		expect(await publish(tone)).toMatchObject({
			sha256: tone.sha256,
			state: 'draft',
			revision: 1,
			author: ada.subject,
			threshold: 1,
			approvals: [],
		});
		expect((await snapshotOf()).manifests).toEqual([]);
		expect(await registry.approve(bob, tone.sha256, { token: people.approval(tone), revision: 1 })).toMatchObject({
			state: 'approved',
			revision: 2,
			approvals: [{ approver: bob.subject, keyId: people.keys.approver.keyId }],
		});
		expect((await snapshotOf()).manifests).toEqual([
			{ sha256: tone.sha256, kind: 'prompt', package: 'tone', version: '1.0.0', state: 'approved', revision: 2 },
		]);
		const answer = await registry.manifest(bob, tone.sha256);
		expect(answer).toMatchObject({
			token: tone.token,
			checksum: `sha256:${tone.sha256}`,
			signature: tone.token.split('.')[2],
			signature_key_id: people.keys.author.keyId,
			manifest: { kind: 'prompt', content: 'Be kind to {{who}}.' },
		});
		expect(answer.approvalTokens).toHaveLength(1);
	});

	it('is immutable: the same bytes again are the same answer, other bytes are refused', async () => {
		const tone = people.prompt('tone', '1.0.0');
		const first = await publish(tone);
		expect(await publish(tone)).toEqual(first);
		await expect(publish(people.prompt('tone', '1.0.0', { content: 'Be rude to {{who}}.' }))).rejects.toMatchObject({
			code: 'MANIFEST_EXISTS',
		});
		expect((await registry.list(ada, {})).items).toHaveLength(1);
	});
});
