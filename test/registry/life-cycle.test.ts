import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { ada, bob, carol, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import { TroupeError } from '../../core/base/errors';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { toJwk } from '../../manifests/keys/create-keys';
import { signToken } from '../../manifests/token/sign-token';
import { inspectDocument } from '../../manifests/token/inspect-document';
import type { Registry } from '../../manifests/registry/registry';
import { openStore } from '../../manifests/registry/store/open-store';
import { registryOn } from '../../manifests/registry/open-registry';
import { openAuditedRegistry } from '../support/registry/audited-registry';

const start = Date.UTC(2026, 10, 20, 12);
let now = start;
let people: RegistryPeople;
let folder: string;
let registry: Registry;
const opened: Registry[] = [];

const open = async (root = people.root, file = 'registry.db') => {
	const one = await openAuditedRegistry({ database: join(folder, file), root, keys: people.signers, clock: () => now });
	opened.push(one);
	return one;
};
const snapshotOf = async (one = registry, tenant = 'default') =>
	claimsOf<SnapshotDocument>((await one.snapshot({ tenant, subject: 'reader' }))!.token);
const approved = async (manifest: SignedManifest, one = registry) => {
	await publish(manifest, one);
	return one.approve(bob, manifest.sha256, { token: people.approval(manifest) });
};
/** Good for thirty days. */
const briefApproval = ({ sha256, name, version }: SignedManifest, { keys } = people) => {
	const yes = { ver: 1, manifest: sha256, package: name, version, approver: bob.subject, jti: sha256.slice(0, 8) };
	return signToken('troupe-approval+jwt', yes, keys.approver, { nowMs: start, days: 30 });
};
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
	it('is published as a draft, approved by somebody else, and then is in the snapshot', async () => {
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

	it('is approved by the bytes that were looked at: an approval of another version or of other bytes does not count', async () => {
		const [tone, next] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await publish(tone);
		await publish(next);
		await expect(registry.approve(bob, next.sha256, { token: people.approval(tone) })).rejects.toMatchObject({
			code: 'APPROVAL_REFUSED',
			details: { reason: 'another-manifest' },
		});
		expect((await snapshotOf()).manifests).toEqual([]);
	});

	it('is not approved by who published or wrote it, whichever key and whichever access token she takes', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		const self = { code: 'APPROVAL_REFUSED', details: { reason: 'self-approval' } };
		await expect(registry.approve(ada, tone.sha256, { token: people.approval(tone) })).rejects.toMatchObject(self);
		const robot = people.prompt('robot', '1.0.0');
		await registry.publish({ ...ada, subject: 'robot' }, { token: robot.token });
		await expect(registry.approve({ ...ada, subject: 'robot' }, robot.sha256, { token: people.approval(robot) })).rejects.toMatchObject(
			self,
		);
		await expect(registry.approve(bob, tone.sha256, { token: people.approval(tone, people.keys.author) })).rejects.toMatchObject({
			code: 'TOKEN_INVALID',
		});
		const refused = (await registry.audit(ada, { action: 'manifest.approved' })).items;
		expect(refused.map(({ outcome, details, subject }) => [outcome, details.code, subject])).toEqual([
			['refused', 'TOKEN_INVALID', bob.subject],
			['refused', 'APPROVAL_REFUSED', 'robot'],
			['refused', 'APPROVAL_REFUSED', ada.subject],
		]);
	});

	it('needs as many people as the root asks for, each counted once', async () => {
		const two = await gatherPeople({ nowMs: start, threshold: 2 });
		const one = await open(two.root, 'two.db');
		const tone = two.prompt('tone', '1.0.0');
		await publish(tone, one);
		const first = await one.approve(bob, tone.sha256, { token: two.approval(tone), revision: 1 });
		expect(first).toMatchObject({ state: 'draft', revision: 2, threshold: 2 });
		expect(await one.approve(bob, tone.sha256, { token: two.approval(tone) })).toEqual(first);
		await expect(one.approve(carol, tone.sha256, { token: two.approval(tone, two.keys.second), revision: 1 })).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
		});
		expect(await one.approve(carol, tone.sha256, { token: two.approval(tone, two.keys.second), revision: 2 })).toMatchObject({
			state: 'approved',
			revision: 3,
		});
	});

	it('is not approved by its author under another spelling of her name', async () => {
		const owners = {
			...people.rootDocument.owners,
			[people.keys.author.keyId]: 'Ada@Example.com',
			[people.keys.second.keyId]: ' ada@example.com',
		};
		await registry.addRoot(ada, people.edition({ ver: 2, owners }));
		const tone = people.prompt('tone', '1.0.0');
		await registry.publish({ ...ada, subject: 'ci' }, { token: tone.token });
		const self = { code: 'APPROVAL_REFUSED', details: { reason: 'self-approval' } };
		for (const [caller, key] of [
			[ada, people.keys.approver],
			[carol, people.keys.second],
			[{ ...bob, subject: 'CI ' }, people.keys.approver],
		] as const)
			await expect(registry.approve(caller, tone.sha256, { token: people.approval(tone, key) })).rejects.toMatchObject(self);
		expect((await snapshotOf()).manifests).toEqual([]);
	});

	it('counts two spellings of one approver once, as instances do', async () => {
		const two = await gatherPeople({ nowMs: start, threshold: 2 });
		const { approver, second } = two.keys;
		const owners = { [two.keys.author.keyId]: ada.subject, [approver.keyId]: 'bob@example.com', [second.keyId]: 'Bob@example.com' };
		const one = await open(two.root, 'two.db');
		await one.addRoot(ada, two.edition({ ver: 2, owners }));
		const tone = two.prompt('tone', '1.0.0');
		await publish(tone, one);
		await one.approve(bob, tone.sha256, { token: two.approval(tone) });
		expect(await one.approve(carol, tone.sha256, { token: two.approval(tone, second) })).toMatchObject({ state: 'draft' });
	});

	it('is not approved by a yes that expired meanwhile; who gave it can give it again', async () => {
		const two = await gatherPeople({ nowMs: start, threshold: 2 });
		const one = await open(two.root, 'two.db');
		const tone = two.prompt('tone', '1.0.0');
		await publish(tone, one);
		const token = briefApproval(tone, two);
		await one.approve(bob, tone.sha256, { token });
		now += 40 * 86_400_000;
		const expired = { code: 'TOKEN_INVALID', details: { reason: 'expired' } };
		await expect(one.approve(bob, tone.sha256, { token })).rejects.toMatchObject(expired);
		expect(await one.approve(carol, tone.sha256, { token: two.approval(tone, two.keys.second) })).toMatchObject({ state: 'draft' });
		expect(await one.approve(bob, tone.sha256, { token: two.approval(tone) })).toMatchObject({ state: 'approved' });
	});

	it('never leaves the state revoked, also as a draft, and nobody is sent to it', async () => {
		const [old, tone] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await approved(old);
		await approved(tone);
		await registry.deprecate(bob, old.sha256, { successor: '1.0.1', reason: 'a slip' });
		expect((await snapshotOf()).manifests[0]).toMatchObject({ state: 'deprecated', successor: '1.0.1', reason: 'a slip' });
		const revoked = await registry.revoke(bob, tone.sha256, { reason: 'leaked' });
		expect(revoked).toMatchObject({ state: 'revoked', revision: 3, reason: 'leaked' });
		expect((await snapshotOf()).manifests[0]).not.toHaveProperty('successor');
		expect(await registry.revoke(bob, tone.sha256, {})).toEqual(revoked);
		await expect(registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) })).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
		});
		await expect(registry.deprecate(bob, tone.sha256, {})).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		await expect(registry.deprecate(bob, old.sha256, { successor: '1.0.1' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		const draft = people.prompt('tone', '1.0.2');
		await publish(draft);
		await registry.revoke(bob, draft.sha256, {});
		await expect(registry.approve(bob, draft.sha256, { token: people.approval(draft) })).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
		});
	});

	it('is rolled back to the last approved version below the newest, never to a revoked one', async () => {
		const [one, two, three] = ['1.0.0', '1.0.1', '1.0.2'].map((version) => people.prompt('tone', version));
		for (const each of [one!, two!, three!]) await approved(each);
		await registry.revoke(bob, two!.sha256, {});
		await expect(registry.rollBack(bob, { kind: 'prompt', name: 'tone', to: '1.0.1' })).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect(await registry.rollBack(bob, { kind: 'prompt', name: 'tone', reason: 'rude' })).toMatchObject({
			version: '1.0.0',
			state: 'approved',
		});
		expect((await snapshotOf()).manifests.map(({ version, state, successor }) => [version, state, successor])).toEqual([
			['1.0.0', 'approved', undefined],
			['1.0.1', 'revoked', undefined],
			['1.0.2', 'deprecated', '1.0.0'],
		]);
	});

	it('is listed page by page, found by text, and stays with its tenant', async () => {
		for (const name of ['tone', 'style', 'mood']) await publish(people.prompt(name, '1.0.0'));
		const page = await registry.list(ada, { limit: 2 });
		expect(page.items.map(({ name }) => name)).toEqual(['mood', 'style']);
		expect((await registry.list(ada, { limit: 2, cursor: page.cursor })).items.map(({ name }) => name)).toEqual(['tone']);
		expect((await registry.list(ada, { text: 'STY' })).items.map(({ name }) => name)).toEqual(['style']);
		expect((await registry.list(ada, { text: '%' })).items).toEqual([]);
		expect((await registry.list({ ...ada, tenant: 'acme' }, {})).items).toEqual([]);
		await expect(registry.list(ada, { cursor: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(registry.list({ ...ada, tenant: "a'; drop table manifests" }, {})).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

describe('a snapshot', () => {
	it('is for its tenant, not answered again to who has it, and renewed when two thirds of its life are over', async () => {
		const first = (await registry.snapshot({ ...ada, tenant: 'acme' }))!;
		expect(claimsOf<SnapshotDocument>(first.token)).toMatchObject({ aud: 'troupe:acme', ver: 1, exp: start / 1000 + 900 });
		expect(await registry.snapshot({ ...ada, tenant: 'acme' }, first.etag)).toBeNull();
		now += 599_000;
		await registry.tick();
		expect(await registry.snapshot({ ...ada, tenant: 'acme' }, first.etag)).toBeNull();
		now += 1_000;
		await registry.tick();
		expect(await snapshotOf(registry, 'acme')).toMatchObject({ ver: 2, iat: start / 1000 + 600 });
	});

	it('is renewed by who asks, where nobody ticks, once for all', async () => {
		await snapshotOf();
		now += 3_600_000;
		const other = await open();
		expect((await Promise.all([registry, other, registry, other].map((one) => snapshotOf(one)))).map(({ ver }) => ver)).toEqual([
			2, 2, 2, 2,
		]);
	});

	it('never goes back in time with the clock', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		const before = await snapshotOf();
		now -= 3_600_000;
		await registry.setPolicy(bob, { graceSeconds: 60 });
		expect(await snapshotOf()).toMatchObject({ ver: before.ver + 1, iat: before.iat, exp: before.exp });
	});

	it('that another process issued is seen at once', async () => {
		const other = await open();
		const tone = people.prompt('tone', '1.0.0');
		await approved(tone);
		const { etag } = (await registry.snapshot(ada))!;
		await other.revoke(bob, tone.sha256, {});
		expect(await registry.snapshot(ada, etag)).not.toBeNull();
		expect((await snapshotOf()).manifests).toMatchObject([{ state: 'revoked' }]);
	});

	it('is signed by the key that the newest root names', async () => {
		await snapshotOf();
		const { keys, rootDocument } = people;
		const next = {
			ver: 2,
			keys: [...rootDocument.keys, toJwk(keys.secondSnapshot)],
			roles: { ...rootDocument.roles, snapshot: { keyIds: [keys.secondSnapshot.keyId], threshold: 1 } },
		};
		await registry.addRoot(ada, people.edition(next));
		expect(inspectDocument('it', Buffer.from((await registry.snapshot(ada))!.token)).keyId).toBe(keys.secondSnapshot.keyId);
		expect((await registry.roots(2)).map(({ version }) => version)).toEqual([2]);
		await expect(registry.addRoot(ada, people.edition({ ...next, ver: 3 }, keys.author))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
		const others = await gatherPeople({ nowMs: start, threshold: 2 });
		await expect(open(others.root)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	});

	it('leaves out the reasons, which are for people, where it would be longer than readers take', async () => {
		const signer = people.signers[0]!;
		const sign: typeof signer.sign = (snapshot) =>
			snapshot.manifests.some(({ reason }) => reason !== undefined)
				? Promise.reject(new TroupeError({ code: 'INPUT_TOO_LARGE', message: 'too long' }))
				: signer.sign(snapshot);
		const one = await openAuditedRegistry({
			database: join(folder, 'long.db'),
			root: people.root,
			keys: [{ ...signer, sign }],
			clock: () => now,
		});
		opened.push(one);
		const tone = people.prompt('tone', '1.0.0');
		await approved(tone, one);
		expect(await one.revoke(bob, tone.sha256, { reason: 'leaked' })).toMatchObject({ state: 'revoked', reason: 'leaked' });
		expect((await snapshotOf(one)).manifests).toEqual([expect.not.objectContaining({ reason: 'leaked' })]);
	});

	it('is not answered by a registry that has no key for it: that is not ready', async () => {
		const one = await openAuditedRegistry({ database: join(folder, 'other.db'), root: people.root, keys: [], clock: () => now });
		opened.push(one);
		await expect(one.ready()).rejects.toMatchObject({ code: 'REGISTRY_NOT_READY' });
		await expect(one.snapshot(ada)).rejects.toMatchObject({ code: 'REGISTRY_NOT_READY' });
	});
});

describe('events', () => {
	it('come to each who listens, in their order, from where they left off, also those of another process', async () => {
		const other = await open();
		const stop = new AbortController();
		const heard = Promise.all([registry, other].map((one) => take(one.events(ada, 0, stop.signal), 4)));
		await approved(people.prompt('tone', '1.0.0'));
		await other.setPolicy(bob, { graceSeconds: 60 });
		for (const events of await heard)
			expect(events.map(({ id, type }) => [id, type])).toEqual([
				[1, 'manifest.published'],
				[2, 'manifest.approved'],
				[3, 'snapshot.issued'],
				[4, 'policy.changed'],
			]);
		stop.abort();
	});
});

describe('changes at once', () => {
	it('are each answered for themselves, and signed once', async () => {
		const tones = Array.from({ length: 30 }, (_, index) => people.prompt(`tone-${index}`, '1.0.0'));
		await Promise.all(tones.map((tone) => publish(tone)));
		const stranger = people.prompt('stranger', '1.0.0');
		const outcomes = await Promise.allSettled(
			[...tones, stranger].map((tone) => registry.approve(bob, tone.sha256, { token: people.approval(tone) })),
		);
		expect(outcomes.map(({ status }) => status)).toEqual([...tones.map(() => 'fulfilled'), 'rejected']);
		const { ver, manifests } = await snapshotOf();
		expect(manifests).toHaveLength(30);
		expect(ver).toBeLessThan(4);
	});
});

describe('a rollout', () => {
	it('is kept with its samples, each report counted once, and aborted in the snapshot when too many fail', async () => {
		for (const version of ['1.0.0', '1.0.1']) await approved(people.prompt('tone', version));
		const thresholds = { maximumFailureRate: 0.1, minimumSamples: 10 };
		const request = {
			id: 'r1',
			kind: 'prompt' as const,
			name: 'tone',
			from: '1.0.0',
			to: '1.0.1',
			stages: [{ percent: 10, minimumMinutes: 5 }],
			thresholds,
		};
		await registry.startRollout(bob, request);
		const report = { instance: 'i1', version: '1.0.1', succeeded: 5, failed: 0, sequence: 1 };
		await registry.reportMetrics(ada, 'r1', report);
		await registry.reportMetrics(ada, 'r1', report);
		expect((await registry.rollouts(ada))[0]).toMatchObject({ samples: { succeeded: 5, failed: 0 }, state: 'running' });
		expect((await snapshotOf()).rollouts).toMatchObject([{ id: 'r1', percent: 10, state: 'running' }]);
		// Whoever else may report does not silence the instance.
		await registry.reportMetrics(carol, 'r1', { ...report, succeeded: 0, sequence: 1_000_000_000 });
		await registry.reportMetrics(ada, 'r1', { ...report, failed: 9, sequence: 2 });
		expect((await snapshotOf()).rollouts).toMatchObject([{ id: 'r1', percent: 0, state: 'aborted', from: '1.0.0' }]);
		const { items } = await registry.audit(ada, { action: 'rollout.reported' });
		expect(items).toMatchObject([
			{ subject: 'ada@example.com', details: { state: 'aborted', reporters: ['ada@example.com 10 of 19', 'carol@example.com 0 of 0'] } },
		]);
	});

	it('takes no more runs from a report than an instance can have run since the last one', async () => {
		const report = { instance: 'i1', version: '1.0.1', succeeded: 10_001, failed: 0, sequence: 1 };
		await expect(registry.reportMetrics(ada, 'r1', report)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			details: { field: 'succeeded' },
		});
	});

	it.each(['..', '.', '-', '../r1', ''])('is not called %j, by which no path would lead to it', async (id) => {
		const request = { id, kind: 'prompt' as const, name: 'tone', from: '1.0.0', to: '1.0.1', stages: [] };
		await expect(registry.startRollout(bob, request)).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { field: 'id' } });
	});

	it('is aborted in the same snapshot that says its version is revoked', async () => {
		const [from, to] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await approved(from);
		await approved(to);
		await registry.startRollout(bob, {
			id: 'r1',
			kind: 'prompt',
			name: 'tone',
			from: '1.0.0',
			to: '1.0.1',
			stages: [{ percent: 50, minimumMinutes: 5 }],
		});
		const { ver } = await snapshotOf();
		await registry.revoke(bob, to.sha256, {});
		expect(await snapshotOf()).toMatchObject({
			ver: ver + 1,
			rollouts: [{ state: 'aborted', percent: 0 }],
			manifests: [{}, { state: 'revoked' }],
		});
	});
});

describe('a bundle', () => {
	it('carries what is approved and what was withdrawn to a registry without a network', async () => {
		const [old, tone] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await approved(old);
		await approved(tone);
		await registry.revoke(bob, old.sha256, { reason: 'leaked' });
		const bundle = await registry.exportBundle(ada);
		now += 86_400_000;
		const site = await open(people.root, 'site.db');
		expect(await site.importBundle({ ...ada, subject: 'site' }, bundle)).toEqual({ roots: 0, manifests: 2, approvals: 2 });
		expect((await snapshotOf(site)).manifests.map(({ version, state }) => [version, state])).toEqual([
			['1.0.0', 'revoked'],
			['1.0.1', 'approved'],
		]);
		expect(await site.importBundle(ada, bundle)).toMatchObject({ manifests: 2 });
		await expect(site.importBundle({ ...ada, tenant: 'acme' }, bundle)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

describe('what is shown after keys left the root', () => {
	const without = (key: 'author' | 'approver') => {
		const { roles } = people.rootDocument;
		const others = { author: people.keys.second, approver: people.keys.second }[key].keyId;
		const kept =
			key === 'author'
				? { author: { keyIds: [others], threshold: 1 }, approver: { keyIds: [people.keys.approver.keyId], threshold: 1 } }
				: {};
		const approver = key === 'approver' ? { approver: { keyIds: [others], threshold: 1 } } : {};
		return people.edition({ ver: 2, roles: { ...roles, ...kept, ...approver }, revokedKeyIds: [people.keys[key].keyId] });
	};
	const shown = async () => (await registry.list(bob, { name: 'tone' })).items[0]!;

	it('is what gates make of it: refused, until it is approved again, which instances hear of', async () => {
		const tone = await approved(people.prompt('tone', '1.0.0'));
		expect(await shown()).toMatchObject({ state: 'approved', approved: true });
		await registry.addRoot(ada, without('approver'));
		const problem = `0 of 1 approvals count; not that of ${bob.subject}: the approver's key ${people.keys.approver.keyId} is revoked by edition 2 of the root: have it approved again`;
		expect(await shown()).toMatchObject({ state: 'approved', approved: false, problems: [problem] });
		expect(await registry.manifest(bob, tone.sha256)).toMatchObject({ approved: false, approvals: [{ notCounted: expect.any(String) }] });
		const [match] = await registry.resolve(bob, { name: 'tone' });
		expect(match).toMatchObject({ manifest: { approved: false }, warnings: [`Gates refuse it: ${problem}`] });
		const { ver } = await snapshotOf();
		now += 1000;
		await registry.approve(carol, tone.sha256, {
			token: people.approval({ ...people.prompt('tone', '1.0.0'), sha256: tone.sha256 }, people.keys.second),
		});
		expect(await shown()).toMatchObject({ state: 'approved', approved: true, approvals: [{ notCounted: expect.any(String) }, {}] });
		expect(await shown()).not.toHaveProperty('problems');
		expect((await snapshotOf()).ver).toBe(ver + 1);
	});

	it("says of one whose author's key is gone that a new version is needed", async () => {
		await approved(people.prompt('tone', '1.0.0'));
		await registry.addRoot(ada, without('author'));
		expect(await shown()).toMatchObject({
			state: 'approved',
			approved: false,
			problems: [expect.stringContaining('publish a new version')],
		});
	});

	it('says what expired', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		await registry.approve(bob, tone.sha256, { token: briefApproval(tone) });
		now += 31 * 86_400_000;
		expect(await shown()).toMatchObject({ approved: false, problems: [expect.stringContaining('it expired at')] });
	});
});

describe('keys that were retired', () => {
	/** Bob's key, and Ada's, which a new one replaces. */
	const retire = (keys: Array<'author' | 'approver'>) => {
		const { roles, keys: all, owners } = people.rootDocument;
		const heir = people.keys.secondSnapshot;
		return people.edition({
			ver: 2,
			keys: [...all, toJwk(heir)],
			roles: { ...roles, author: { keyIds: [...roles.author.keyIds, heir.keyId], threshold: 1 } },
			owners,
			retiredKeys: Object.fromEntries(keys.map((key) => [people.keys[key].keyId, now / 1000])),
		});
	};

	it('leave what they signed approved, and end the access of their owners', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		now += 1_000;
		await registry.addRoot(carol, retire(['author', 'approver']));
		expect((await registry.list(carol, { name: 'tone' })).items).toMatchObject([{ approved: true }]);
		expect([...(await registry.revocations('default')).departed].sort()).toEqual([ada.subject, bob.subject]);
	});

	it('sign nothing new, whatever time the signature states', async () => {
		const [tone, late] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await publish(tone);
		const approval = people.approval(tone);
		now += 1_000;
		await registry.addRoot(carol, retire(['author', 'approver']));
		const refused = { code: 'TOKEN_INVALID', message: expect.stringContaining('is retired, and signs nothing new') as string };
		await expect(registry.publish(carol, { token: late.token })).rejects.toMatchObject(refused);
		await expect(registry.approve(carol, tone.sha256, { token: approval })).rejects.toMatchObject(refused);
		expect(await registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) })).toMatchObject({
			approved: true,
		});
	});

	it('come with what they signed to a registry without a network', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		now += 1_000;
		await registry.addRoot(carol, retire(['author', 'approver']));
		const site = await open(people.root, 'site.db');
		expect(await site.importBundle({ ...carol, subject: 'site' }, await registry.exportBundle(carol))).toEqual({
			roots: 1,
			manifests: 1,
			approvals: 1,
		});
		expect((await site.list(carol, { name: 'tone' })).items).toMatchObject([{ approved: true }]);
	});
});

describe('a bundle for a site without a network', () => {
	const day = 86_400;
	const exportFor = (days: number) => registry.exportBundle(carol, { validForSeconds: days * day });
	const numbers = ({ ver, iat, exp, offline, graceSeconds }: SnapshotDocument) => ({ ver, days: (exp - iat) / day, offline, graceSeconds });

	it('lasts as long as the policy allows, has a number of its own and no grace, and says who asked', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		const before = (await snapshotOf()).ver;
		await registry.setPolicy(ada, { offlineSeconds: 90 * day, graceSeconds: 600 });
		const bundle = await exportFor(90);
		const offline = claimsOf<SnapshotDocument>(bundle.snapshot);
		expect(numbers(offline)).toEqual({ ver: before + 2, days: 90, offline: { requestedBy: carol.subject }, graceSeconds: undefined });
		expect(offline.manifests).toHaveLength(1);
		expect(bundle).toMatchObject({ manifests: { length: 1 }, approvals: { length: 1 }, roots: { length: 1 } });
		// Who follows the registry sees a later one at once, with the usual time.
		const online = await snapshotOf();
		expect(numbers(online)).toEqual({ ver: before + 3, days: 900 / day, offline: undefined, graceSeconds: 600 });
		expect(online.policy).toBeUndefined();
		expect((await registry.audit(ada, { action: 'bundle.exported' })).items).toMatchObject([
			{
				...{ subject: carol.subject, outcome: 'success', object: 'bundle' },
				details: { snapshot: before + 2, validForSeconds: 90 * day, expires: new Date(start + 90 * day * 1000).toISOString() },
			},
		]);
		expect(numbers(claimsOf<SnapshotDocument>((await exportFor(1)).snapshot))).toMatchObject({ ver: before + 4, days: 1 });
	});

	it('is not issued beyond the policy, which allows none by default', async () => {
		const refused = (expected: number, actual: number) =>
			expect.objectContaining({ code: 'INPUT_INVALID', details: { reason: 'policy', expected, actual } });
		await expect(exportFor(1)).rejects.toEqual(refused(0, day));
		await registry.setPolicy(ada, { offlineSeconds: 30 * day });
		await expect(exportFor(31)).rejects.toEqual(refused(30 * day, 31 * day));
		await expect(registry.setPolicy(ada, { offlineSeconds: 367 * day })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		expect((await registry.audit(ada, { action: 'bundle.exported' })).items).toMatchObject([
			// The second one is equal, and counted until its minute is over.
			{ outcome: 'refused', subject: carol.subject, details: { code: 'INPUT_INVALID', reason: 'policy' } },
		]);
	});

	it('ends with the root', async () => {
		await registry.setPolicy(ada, { offlineSeconds: 366 * day });
		now += 300 * day * 1000;
		expect(numbers(claimsOf<SnapshotDocument>((await exportFor(90)).snapshot)).days).toBe(65);
	});

	it('is taken in by another registry, which signs for itself', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		await registry.setPolicy(ada, { offlineSeconds: day });
		const site = await open(people.root, 'offline.db');
		expect(await site.importBundle(ada, await exportFor(1))).toMatchObject({ manifests: 1, approvals: 1 });
		expect(await snapshotOf(site)).not.toHaveProperty('offline');
	});
});

describe('the audit', () => {
	it('holds what is done and refused outside of the database, once each, and no word of the refusal', async () => {
		await registry.record(ada, { action: 'webhook.created', object: 'hooks.example' });
		const refusal = new TroupeError({ code: 'ACCESS_DENIED', message: 'secret', details: { reason: 'scope', scope: 'registry:admin' } });
		await registry.record(bob, { action: 'webhook.removed', object: 'x' }, refusal);
		expect((await registry.audit(ada, {})).items).toMatchObject([
			{
				subject: bob.subject,
				action: 'webhook.removed',
				object: 'x',
				outcome: 'refused',
				details: { code: 'ACCESS_DENIED', reason: 'scope' },
			},
			{ subject: ada.subject, action: 'webhook.created', object: 'hooks.example', outcome: 'success', details: {} },
		]);
	});
});

describe('a bundle of a registry with a past', () => {
	const move = async () => {
		const site = await open(people.root, `site-${opened.length}.db`);
		const counts = await site.importBundle({ ...ada, subject: 'site' }, await registry.exportBundle(ada));
		return { counts, manifests: (await snapshotOf(site)).manifests.map(({ version, state, successor }) => [version, state, successor]) };
	};

	it('is taken in where a version was gone back to, and that one then left too', async () => {
		for (const version of ['1.0.0', '1.0.1']) await approved(people.prompt('tone', version));
		await registry.rollBack(bob, { kind: 'prompt', name: 'tone' });
		await approved(people.prompt('tone', '1.0.2'));
		await registry.deprecate(bob, people.prompt('tone', '1.0.0').sha256, { successor: '1.0.2' });
		expect((await move()).manifests).toEqual([
			['1.0.0', 'deprecated', '1.0.2'],
			['1.0.1', 'deprecated', '1.0.0'],
			['1.0.2', 'approved', undefined],
		]);
	});

	it('is taken in without the yes of somebody who approves no more, which counts nowhere', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await approved(tone);
		await registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) });
		const { roles } = people.rootDocument;
		const approver = { keyIds: [people.keys.second.keyId], threshold: 1 };
		await registry.addRoot(ada, people.edition({ ver: 2, roles: { ...roles, approver } }));
		expect(await move()).toMatchObject({ counts: { roots: 1, manifests: 1, approvals: 1 }, manifests: [['1.0.0', 'approved', undefined]] });
	});

	it('is taken in without a yes that expired, and refused with what was changed', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await publish(tone);
		await registry.approve(bob, tone.sha256, { token: briefApproval(tone) });
		await registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) });
		now += 40 * 86_400_000;
		expect(await move()).toMatchObject({ counts: { manifests: 1, approvals: 1 }, manifests: [['1.0.0', 'approved', undefined]] });
		const bundle = await registry.exportBundle(ada);
		const site = await open(people.root, 'changed.db');
		const manifests = bundle.manifests.map((token) => `${token.slice(0, -4)}AAAA`);
		await expect(site.importBundle(ada, { ...bundle, manifests })).rejects.toMatchObject({ details: { reason: 'signature' } });
		expect((await site.list(ada, {})).items).toEqual([]);
	});
});

describe('a disk without room', () => {
	it('is said, costs nothing that was answered for, and is forgotten when there is room again', async () => {
		const store = await openStore(join(folder, 'full.db'));
		const one = await registryOn(store, { root: people.root, keys: people.signers, clock: () => now });
		opened.push(one);
		await approved(people.prompt('tone', '1.0.0'), one);
		// What the schema's changes left is room too.
		await sql`vacuum`.execute(store.whole);
		const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.whole);
		await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count + 2)}`.execute(store.whole);
		const large = people.prompt('large', '1.0.0', { content: `{{who}} ${'x'.repeat(15_000)}` });
		await expect(publish(large, one)).rejects.toMatchObject({
			code: 'REGISTRY_NOT_READY',
			retryable: true,
			message: expect.stringContaining('no room left') as string,
		});
		expect((await one.list(ada, {})).items).toHaveLength(1);
		expect((await snapshotOf(one)).manifests).toHaveLength(1);
		await sql`pragma max_page_count = 1000000`.execute(store.whole);
		expect(await publish(large, one)).toMatchObject({ state: 'draft' });
	});
});

describe('a database of a later version', () => {
	it('is refused with the versions, and left as it is', async () => {
		const store = await openStore(join(folder, 'later.db'));
		await sql`insert into kysely_migration values ('0099-later', '2027-01-01')`.execute(store.whole);
		await store.close();
		await expect(open(people.root, 'later.db')).rejects.toMatchObject({
			code: 'REGISTRY_NOT_READY',
			message: expect.stringContaining('0099-later') as string,
		});
	});
});

async function take<Item>(items: AsyncIterable<Item>, count: number): Promise<Item[]> {
	const taken: Item[] = [];
	for await (const item of items) if (taken.push(item) === count) break;
	return taken;
}
