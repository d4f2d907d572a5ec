import {
	ada,
	bob,
	claimsOf,
	gatherPeople,
	listOfFiles,
	type RegistryPeople,
	type SignedManifest,
} from '../support/registry/registry-people';
import { listLabels } from '../../manifests/registry/resolve/snapshot-labels';
import { getAudience } from '../../manifests/documents/documents';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import type { Registry } from '../../manifests/registry/registry';
import type { Caller, RegistryEvent } from '../../manifests/registry/registry-api';
import { onBoth, type Databases } from '../support/servers/databases';
import { openAuditedRegistry } from '../support/registry/audited-registry';

/** One tenant of the two, as somebody in it sees it. */
interface Side {
	tenant: string;
	ada: Caller;
	bob: Caller;
}

const start = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;

onBoth('two tenants in one database, with the same names, versions and bytes,', (create) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registry: Registry;
	let elsewhere: Registry;
	let now = start;
	let pairs = 0;
	let mine: Side;
	let other: Side;
	let tone: SignedManifest;
	let warmer: SignedManifest;
	let draft: SignedManifest;
	let files: SignedManifest;
	/** Only the other tenant has it. */
	let secret: SignedManifest;
	let secretNext: SignedManifest;

	const side = (tenant: string): Side => ({ tenant, ada: { ...ada, tenant }, bob: { ...bob, tenant } });
	const publish = (to: Side, { token }: SignedManifest, one = registry) =>
		one.publish(to.ada, { token, ...(token === files.token && { fileList: listOfFiles.content }) });
	const approve = async (to: Side, manifests: SignedManifest[], one = registry) => {
		await Promise.all(manifests.map((manifest) => publish(to, manifest, one)));
		await Promise.all(manifests.map((manifest) => one.approve(to.bob, manifest.sha256, { token: people.approval(manifest) })));
	};
	const stages = [
		{ percent: 10, minimumMinutes: 5 },
		{ percent: 100, minimumMinutes: 5 },
	];
	const thresholds = { maximumFailureRate: 0.5, minimumSamples: 2 };
	const toWarmer = { id: 'warmer', kind: 'prompt' as const, name: 'tone', from: '1.0.0', to: '1.1.0', stages, thresholds };
	const ofTone = { kind: 'prompt' as const, name: 'tone', label: 'canary' };
	const report = { instance: 'node-1', version: '1.1.0', succeeded: 5, failed: 0, sequence: 1 };

	const fill = async (one: Side, manifests: SignedManifest[]) => {
		await approve(one, manifests);
		await Promise.all([
			publish(one, draft),
			registry.setPolicy(one.ada, { unknownPackages: 'deny' }),
			registry.startRollout(one.ada, toWarmer),
			registry.setLabel(one.ada, { ...ofTone, version: '1.0.0' }),
		]);
	};
	const eventsOf = async (one: Side) => {
		const events: RegistryEvent[] = [];
		for await (const event of registry.events(one.ada, 0, new AbortController().signal, { follow: false })) events.push(event);
		return events;
	};
	const snapshotOf = async (one: Side) => claimsOf<SnapshotDocument>((await registry.snapshot(one.ada))!.token);
	const stateOf = async (one: Side, { sha256 }: SignedManifest) => (await registry.manifest(one.ada, sha256)).state;
	/** Everything that a tenant sees. */
	const picture = async (one: Side) => {
		const { items } = await registry.list(one.ada, {});
		// The editions of the root are of everybody; what a rollout waits for is not what it is.
		const { roots: _, ...bundle } = await registry.exportBundle(one.ada);
		const rollouts = (await registry.rollouts(one.ada)).map(({ reason, ...rollout }) => rollout);
		return {
			manifests: await Promise.all(items.map(({ sha256 }) => registry.manifest(one.ada, sha256))),
			matches: await registry.resolve(one.ada, {}),
			rollouts,
			policy: await registry.policy(one.ada),
			labels: await registry.labels(one.ada, {}),
			tokens: await registry.tokens(one.ada),
			audit: (await registry.audit(one.ada, {})).items,
			events: await eventsOf(one),
			snapshot: await registry.snapshot(one.ada),
			bundle,
		};
	};
	const notFound = { code: 'MANIFEST_NOT_FOUND' };

	/** Each operation, done in `mine`; what it changes there it says itself. That all of them are here is checked by the compiler. */
	const operations: Record<Exclude<keyof Registry, 'start' | 'ready' | 'close'>, () => Promise<unknown>> = {
		roots: async () => expect(await registry.roots(1)).toHaveLength(1),
		keys: async () => expect((await registry.keys()).keys).toHaveLength(people.rootDocument.keys.length),
		async snapshot() {
			const { aud, manifests, rollouts } = await snapshotOf(mine);
			expect(aud).toBe(getAudience(mine.tenant));
			expect(manifests.map(({ sha256 }) => sha256)).toEqual([tone, warmer, files].map(({ sha256 }) => sha256));
			expect(rollouts).toHaveLength(2);
			expect(listLabels({ rollouts })).toMatchObject([{ ...ofTone, version: '1.0.0' }]);
			expect(await registry.snapshot(mine.ada, (await registry.snapshot(other.ada))!.etag)).not.toBeNull();
		},
		async manifest() {
			expect(await registry.manifest(mine.ada, tone.sha256)).toMatchObject({ state: 'approved', approvalTokens: [expect.any(String)] });
			await expect(registry.manifest(mine.ada, secret.sha256)).rejects.toMatchObject(notFound);
		},
		async fileList() {
			const { sha256 } = listOfFiles.fileList;
			expect(await registry.fileList(mine.ada, sha256)).toBe(listOfFiles.content);
			await expect(registry.fileList(side(`${mine.tenant}-3`).ada, sha256)).rejects.toMatchObject(notFound);
		},
		async publish() {
			await publish(mine, secret);
			expect(await stateOf(mine, secret)).toBe('draft');
		},
		async approve() {
			await registry.approve(mine.bob, draft.sha256, { token: people.approval(draft), revision: 1 });
			expect(await stateOf(mine, draft)).toBe('approved');
			await expect(registry.approve(mine.bob, secret.sha256, { token: people.approval(secret) })).rejects.toMatchObject(notFound);
		},
		async reject() {
			await registry.reject(mine.bob, draft.sha256, { reason: 'too short' });
			expect(await stateOf(mine, draft)).toBe('rejected');
			await expect(registry.reject(mine.bob, secret.sha256, { reason: 'too short' })).rejects.toMatchObject(notFound);
		},
		async withdraw() {
			await registry.withdraw(mine.ada, draft.sha256);
			await expect(registry.manifest(mine.ada, draft.sha256)).rejects.toMatchObject(notFound);
			await expect(registry.withdraw(mine.ada, secret.sha256)).rejects.toMatchObject(notFound);
		},
		async deprecate() {
			await registry.deprecate(mine.bob, tone.sha256, { successor: '1.1.0' });
			expect(await stateOf(mine, tone)).toBe('deprecated');
			await expect(registry.deprecate(mine.bob, secret.sha256, {})).rejects.toMatchObject(notFound);
		},
		async drill() {
			expect((await registry.drill(mine.ada, { sha256: warmer.sha256 })).stops).toMatchObject([{ version: '1.1.0', goesTo: '1.0.0' }]);
			expect(await stateOf(mine, warmer)).toBe('approved');
			await expect(registry.drill(mine.ada, { sha256: secret.sha256 })).rejects.toMatchObject(notFound);
		},
		async revoke() {
			await registry.revoke(mine.bob, warmer.sha256, { reason: 'leaked' });
			expect(await stateOf(mine, warmer)).toBe('revoked');
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ state: 'aborted' }]);
			await expect(registry.revoke(mine.bob, secret.sha256, {})).rejects.toMatchObject(notFound);
		},
		async revokeVersion() {
			const of = { kind: 'prompt' as const, name: 'tone' };
			await registry.revokeVersion(mine.bob, { ...of, version: '1.1.0', reason: 'leaked' });
			expect(await stateOf(mine, warmer)).toBe('revoked');
			await expect(registry.revokeVersion(mine.bob, { ...of, name: secret.name, version: '1.0.0' })).rejects.toMatchObject(notFound);
		},
		async rollBack() {
			await registry.rollBack(mine.bob, { kind: 'prompt', name: 'tone' });
			expect(await stateOf(mine, warmer)).toBe('deprecated');
			await expect(registry.rollBack(mine.bob, { kind: 'prompt', name: secret.name, to: '1.0.0' })).rejects.toMatchObject(notFound);
		},
		list: async () =>
			expect((await registry.list(mine.ada, {})).items.map(({ sha256, state }) => [sha256, state])).toEqual([
				[draft.sha256, 'draft'],
				[files.sha256, 'approved'],
				[warmer.sha256, 'approved'],
				[tone.sha256, 'approved'],
			]),
		async resolve() {
			const found = await registry.resolve(mine.ada, { name: 'tone' });
			expect(found.map(({ manifest }) => [manifest.version, manifest.approvals.length])).toEqual([
				['1.1.0', 1],
				['1.0.0', 1],
			]);
			expect(await registry.resolve(mine.ada, { name: secret.name })).toEqual([]);
		},
		async diff() {
			expect(await registry.diff(mine.ada, tone.sha256, warmer.sha256)).toMatchObject({ requiredBump: 'patch' });
			await expect(registry.diff(mine.ada, tone.sha256, secret.sha256)).rejects.toMatchObject(notFound);
		},
		async setLabel() {
			const { ada: caller } = mine;
			await registry.setLabel(caller, { ...ofTone, version: '1.1.0', revision: 1 });
			expect(listLabels(await snapshotOf(mine))).toMatchObject([{ ...ofTone, version: '1.1.0', revision: 2 }]);
			await expect(registry.setLabel(caller, { ...ofTone, name: secret.name, version: '1.0.0' })).rejects.toMatchObject(notFound);
		},
		async removeLabel() {
			await registry.removeLabel(mine.ada, ofTone);
			await registry.removeLabel(mine.ada, { ...ofTone, name: secret.name });
			expect(listLabels(await snapshotOf(mine))).toEqual([]);
		},
		async labels() {
			expect((await registry.labels(mine.ada, {})).items).toMatchObject([{ ...ofTone, version: '1.0.0', state: 'approved' }]);
		},
		async setPolicy() {
			await registry.setPolicy(mine.ada, { graceSeconds: 60 });
			const { policy, graceSeconds } = await snapshotOf(mine);
			expect([policy, graceSeconds]).toEqual([undefined, 60]);
		},
		async policy() {
			expect(await registry.policy(mine.ada)).toEqual({ unknownPackages: 'deny' });
		},
		async startRollout() {
			await registry.steerRollout(mine.ada, 'warmer', 'abort', {});
			await registry.startRollout(mine.ada, { ...toWarmer, id: 'secret' });
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ id: 'secret', state: 'running' }]);
		},
		async rollouts() {
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ id: 'warmer', state: 'running', percent: 10 }]);
		},
		async steerRollout() {
			await registry.steerRollout(mine.ada, 'warmer', 'advance', {});
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ percent: 100 }]);
			await expect(registry.steerRollout(mine.ada, 'secret', 'pause', {})).rejects.toMatchObject(notFound);
		},
		async reportMetrics() {
			await registry.reportMetrics(mine.ada, 'warmer', report);
			await registry.reportMetrics(mine.ada, 'warmer', report);
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ samples: { succeeded: 5, failed: 0 } }]);
			await expect(registry.reportMetrics(mine.ada, 'secret', report)).rejects.toMatchObject(notFound);
		},
		checkAudit: async () =>
			expect(await registry.checkAudit(mine.ada)).toEqual({ entries: expect.any(Number) as number, waiting: 0, foreign: 0 }),
		async audit() {
			const { items } = await registry.audit(mine.ada, {});
			expect(items.map(({ id }) => id)).toEqual(items.map((_, index) => items.length - 1 - index));
			expect(new Set(items.map(({ tenant }) => tenant))).toEqual(new Set([mine.tenant]));
			expect((await registry.audit(mine.ada, { manifest: tone.sha256 })).items).toHaveLength(2);
		},
		async events() {
			const events = await eventsOf(mine);
			expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
			expect(events.filter(({ type }) => type === 'manifest.published')).toHaveLength(4);
		},
		async addRoot() {
			const before = (await eventsOf(mine)).length;
			await registry.addRoot(mine.ada, people.edition({ ver: 2 }));
			expect((await eventsOf(mine)).slice(before)).toMatchObject([{ type: 'root.added' }]);
		},
		async exportBundle() {
			const { tenant, manifests, approvals, fileLists } = await registry.exportBundle(mine.ada);
			expect([tenant, manifests, approvals.length, fileLists]).toEqual([
				mine.tenant,
				[tone, warmer, files].map(({ token }) => token),
				3,
				[listOfFiles.content],
			]);
		},
		async importBundle() {
			await approve(mine, [tone, warmer, secret], elsewhere);
			await elsewhere.revoke(mine.bob, tone.sha256, {});
			await elsewhere.deprecate(mine.bob, warmer.sha256, {});
			expect(await registry.importBundle(mine.ada, await elsewhere.exportBundle(mine.ada))).toMatchObject({ manifests: 3 });
			expect(await Promise.all([tone, warmer, secret].map((one) => stateOf(mine, one)))).toEqual(['revoked', 'deprecated', 'approved']);
			const foreign = await registry.exportBundle(other.ada);
			await expect(registry.importBundle(mine.ada, foreign)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		},
		async tokens() {
			const grant = { caller: mine.ada, scopes: new Set<never>(), expiresAt: now + minute, issuedAt: start / 1000 };
			await registry.noteUse({ ...grant, id: 'mine' });
			await registry.noteUse({ ...grant, id: 'third', caller: side(`${mine.tenant}-3`).ada });
			expect((await registry.tokens(mine.ada)).map(({ id }) => id)).toEqual(['mine']);
		},
		async noteUse() {
			await operations.tokens();
			expect((await registry.tokens(side(`${mine.tenant}-3`).ada)).map(({ id }) => id)).toEqual(['third']);
		},
		async revokeTokens() {
			await registry.revokeTokens(mine.ada, { id: 'shared' });
			expect(await registry.tokens(mine.ada)).toMatchObject([{ id: 'shared', revokedBy: ada.subject }]);
		},
		async revocations() {
			await registry.revokeTokens(mine.ada, { subject: 'node-1' });
			expect(await registry.revocations(mine.tenant)).toMatchObject({ subjects: new Map([['node-1', Math.floor(now / 1000)]]) });
			expect(await registry.revocations(other.tenant)).toMatchObject({ subjects: new Map() });
		},
		async record() {
			await registry.record(mine.ada, { action: 'webhook.created', object: 'x' });
			expect((await registry.audit(mine.ada, { action: 'webhook.created' })).items).toHaveLength(1);
		},
		async tick() {
			await registry.reportMetrics(mine.ada, 'warmer', report);
			now += 6 * minute;
			await registry.tick();
			expect(await registry.rollouts(mine.ada)).toMatchObject([{ percent: 100 }]);
		},
	};

	beforeAll(async () => {
		databases = await create();
		people = await gatherPeople({ nowMs: start });
		const open = async () =>
			openAuditedRegistry({ database: await databases.create(), root: people.root, keys: people.signers, clock: () => now });
		[registry, elsewhere] = [await open(), await open()];
		tone = people.prompt('tone', '1.0.0');
		warmer = people.prompt('tone', '1.1.0', { content: 'Be warm to {{who}}.' });
		draft = people.prompt('tone', '1.2.0');
		secret = people.prompt('secret', '1.0.0');
		secretNext = people.prompt('secret', '1.1.0', { content: 'Tell {{who}} less.' });
		files = people.package('n8n-nodes-tone', '1.0.0');
	});
	afterAll(async () => {
		await registry.close();
		await elsewhere.close();
		await databases.remove();
	});
	beforeEach(async () => {
		now = start;
		pairs++;
		[mine, other] = [side(`acme-${pairs}`), side(`globex-${pairs}`)];
		await fill(mine, [tone, warmer, files]);
		// The same in the other tenant, and more: nothing of it may be seen or touched from here.
		await fill(other, [tone, warmer, files, secret, secretNext]);
		await Promise.all([
			registry.setPolicy(other.ada, { unlistedAgents: 'deny' }),
			registry.startRollout(other.ada, { ...toWarmer, id: 'secret', name: 'secret' }),
			registry.setLabel(other.ada, { ...ofTone, name: 'secret', version: '1.0.0' }),
		]);
	});

	it.each(Object.entries(operations))('%s sees and changes its own only', async (_name, operate) => {
		const before = await picture(other);
		await operate();
		expect(await picture(other)).toEqual(before);
	});
});
