import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
	ada,
	bob,
	carol,
	claimsOf,
	gatherPeople,
	listOfFiles,
	type RegistryPeople,
	type SignedManifest,
} from '../support/registry/registry-people';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { noMark } from '../../core/base/sealed-rows';
import { Journal } from '../../manifests/registry/changes/journal';
import type { Registry } from '../../manifests/registry/registry';
import type { RegistryEvent } from '../../manifests/registry/registry-api';
import { openStore } from '../../manifests/registry/store/open-store';
import type { AuditStore } from '../../providers/state/audit/audit-store';
import { openAuditBeside } from '../support/registry/audited-registry';
import type { Store } from '../../manifests/registry/store/store';
import { openRegistry, registryOn } from '../../manifests/registry/open-registry';

const nowMs = Date.UTC(2026, 10, 21, 12);
let people: RegistryPeople;
let folder: string;
let store: Store;
let audit: AuditStore;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-registry-'));
	store = await openStore(join(folder, 'registry.db'));
	audit = openAuditBeside(join(folder, 'registry.db'));
	registry = await registryOn(store, { root: people.root, keys: people.signers, audit, clock: () => nowMs });
});
afterEach(async () => {
	await registry.close();
	await audit.close();
	rmSync(folder, { recursive: true, force: true });
});

const publish = ({ token }: SignedManifest) => registry.publish(ada, { token });
const approve = (manifest: SignedManifest) => registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
const approved = async (...manifests: SignedManifest[]) => {
	for (const manifest of manifests) {
		await publish(manifest);
		await approve(manifest);
	}
};
const snapshotOf = async () => claimsOf<SnapshotDocument>((await registry.snapshot(ada))!.token);
const eventsOf = async (one = registry) => {
	const events: RegistryEvent[] = [];
	for await (const event of one.events(ada, 0, new AbortController().signal, { follow: false })) events.push(event);
	return events.map(({ type }) => type);
};
const invalid = (field: string) => ({ code: 'INPUT_INVALID', details: { field } });

describe('an agent and a prompt of one name', () => {
	it('have versions, successors, rollouts and a past of their own', async () => {
		const definition = { id: 'tone', version: '1.0.0', purpose: 'Answers questions', capabilities: ['support.answer'] };
		const agent = people.agent('tone', '1.0.0', { content: JSON.stringify(definition) });
		const [prompt, next] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1')];
		await approved(agent, prompt, next);
		const stages = [{ percent: 50, minimumMinutes: 5 }];
		await expect(registry.startRollout(bob, { kind: 'agent', name: 'tone', from: '1.0.0', to: '1.0.1', stages })).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
		});
		await registry.startRollout(bob, { kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.0.1', stages });
		await expect(registry.deprecate(bob, agent.sha256, { successor: '1.0.1' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		await expect(registry.rollBack(bob, { kind: 'agent', name: 'tone' })).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		await registry.revoke(bob, agent.sha256, {});
		expect(await registry.rollouts(ada)).toMatchObject([{ state: 'running' }]);
		await registry.rollBack(bob, { kind: 'prompt', name: 'tone' });
		expect((await snapshotOf()).manifests.map(({ kind, version, state }) => [kind, version, state])).toEqual([
			['agent', '1.0.0', 'revoked'],
			['prompt', '1.0.0', 'approved'],
			['prompt', '1.0.1', 'deprecated'],
		]);
	});
});

describe('a deprecation', () => {
	it('is of the revision that was looked at, says the same twice without a change, and something else with one', async () => {
		const tone = people.prompt('tone', '1.0.0');
		await approved(tone);
		await expect(registry.deprecate(bob, tone.sha256, { revision: 1 })).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
			details: { expected: 1, actual: 2 },
		});
		const first = await registry.deprecate(bob, tone.sha256, { revision: 2, reason: 'old' });
		expect(first).toMatchObject({ state: 'deprecated', revision: 3, reason: 'old' });
		const { ver } = await snapshotOf();
		expect(await registry.deprecate(bob, tone.sha256, { revision: 2, reason: 'old' })).toEqual(first);
		expect((await snapshotOf()).ver).toBe(ver);
		expect(await registry.deprecate(bob, tone.sha256, { reason: 'older' })).toMatchObject({ revision: 4, reason: 'older' });
		expect((await snapshotOf()).ver).toBe(ver + 1);
		await expect(registry.revoke(bob, tone.sha256, { revision: 3 })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	});
});

describe('a list of files', () => {
	it('comes with the manifest that names it, byte for byte, and with no other', async () => {
		const files = people.package('n8n-nodes-tone', '1.0.0');
		const { content } = listOfFiles;
		for (const fileList of [undefined, `${content} `, content.replace('index', 'other')])
			await expect(registry.publish(ada, { token: files.token, ...(fileList !== undefined && { fileList }) })).rejects.toMatchObject({
				code: 'INPUT_INVALID',
				message: expect.stringContaining('list of files') as string,
			});
		await expect(registry.publish(ada, { token: people.prompt('tone', '1.0.0').token, fileList: content })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('does not name one') as string,
		});
		expect((await registry.list(ada, {})).items).toEqual([]);
		await registry.publish(ada, { token: files.token, fileList: content });
		expect((await registry.manifest(ada, files.sha256)).fileList).toEqual(listOfFiles.fileList);
	});

	it('that a bundle lost refuses the whole of it, and one that nothing names is left out', async () => {
		const files = people.package('n8n-nodes-tone', '1.0.0');
		await registry.publish(ada, { token: files.token, fileList: listOfFiles.content });
		expect((await registry.exportBundle(ada)).fileLists).toEqual([]);
		await approve(files);
		const bundle = await registry.exportBundle(ada);
		expect(bundle.fileLists).toEqual([listOfFiles.content]);
		const site = await openRegistry({ database: join(folder, 'site.db'), root: people.root, keys: people.signers, clock: () => nowMs });
		await expect(site.importBundle(ada, { ...bundle, fileLists: [] })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('which is missing') as string,
		});
		expect((await site.list(ada, {})).items).toEqual([]);
		expect(await site.importBundle(ada, bundle)).toMatchObject({ manifests: 1, approvals: 1 });
		await site.close();
	});
});

describe('what a caller sends', () => {
	it('is bounded, up to its bounds', async () => {
		for (const reason of ['', 'x'.repeat(501)])
			await expect(registry.revoke(bob, 'a'.repeat(64), { reason })).rejects.toMatchObject(invalid('reason'));
		for (const reason of ['x', 'x'.repeat(500)])
			await expect(registry.revoke(bob, 'a'.repeat(64), { reason })).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		expect((await registry.list(ada, { text: 'x'.repeat(200) })).items).toEqual([]);
		await expect(registry.list(ada, { text: 'x'.repeat(201) })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		expect(await registry.resolve(ada, { capabilities: Array.from({ length: 20 }, () => 'crm.read') })).toEqual([]);
		for (const subject of ['', 'x'.repeat(201)])
			await expect(registry.list({ ...ada, subject }, {})).rejects.toMatchObject(invalid('subject'));
	});

	it('as a policy stands whole in the snapshot', async () => {
		await registry.setPolicy(ada, { unknownPackages: 'deny', unlistedAgents: 'allow', graceSeconds: 0 });
		expect(await snapshotOf()).toMatchObject({ policy: { unknownPackages: 'deny', unlistedAgents: 'allow' }, graceSeconds: 0 });
		await registry.setPolicy(ada, { unknownPackages: 'allow' });
		const { policy, graceSeconds } = await snapshotOf();
		expect([policy, graceSeconds]).toEqual([{ unknownPackages: 'allow' }, undefined]);
	});
});

describe('pages', () => {
	it('end with the last item, also where it fills one', async () => {
		for (const version of ['1.0.0', '1.0.1']) await publish(people.prompt('tone', version));
		for (const limit of [1, 2, 3]) {
			expect((await registry.list(ada, { limit })).cursor === undefined).toBe(limit >= 2);
			expect((await registry.audit(ada, { limit })).cursor === undefined).toBe(limit >= 2);
		}
		for (const limit of [0, 501, 1.5]) await expect(registry.list(ada, { limit })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

describe('events', () => {
	it('tell of each change once: the first of two approvals is not one, a rollout is', async () => {
		const two = await gatherPeople({ nowMs, threshold: 2 });
		const other = await openRegistry({ database: join(folder, 'two.db'), root: two.root, keys: two.signers, clock: () => nowMs });
		const tone = two.prompt('tone', '1.0.0');
		await other.publish(ada, { token: tone.token });
		await other.approve(bob, tone.sha256, { token: two.approval(tone) });
		expect(await eventsOf(other)).toEqual(['manifest.published']);
		await other.approve(carol, tone.sha256, { token: two.approval(tone, two.keys.second) });
		expect(await eventsOf(other)).toEqual(['manifest.published', 'manifest.approved', 'snapshot.issued']);
		await other.close();

		await approved(people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.1'));
		const before = (await eventsOf()).length;
		const stages = [{ percent: 50, minimumMinutes: 5 }];
		await registry.startRollout(bob, { id: 'r', kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.0.1', stages });
		await registry.steerRollout(bob, 'r', 'pause', {});
		expect((await eventsOf()).slice(before)).toEqual(['rollout.changed', 'snapshot.issued', 'rollout.changed', 'snapshot.issued']);
	});

	it('come by themselves too, one after the other, to who waits for the next', async () => {
		const stop = new AbortController();
		const heard = registry.events(ada, 0, stop.signal)[Symbol.asyncIterator]();
		for (const version of ['1.0.0', '1.0.1']) {
			const next = heard.next();
			await publish(people.prompt('tone', version));
			expect((await next).value).toMatchObject({ type: 'manifest.published', about: { version } });
		}
		stop.abort();
		await heard.return?.(undefined);
	});
});

/** Rows that nobody could have made one by one. */
const fill = (statement: ReturnType<typeof sql>) => statement.execute(store.whole);

describe('what is kept', () => {
	it('are the last events', async () => {
		await fill(sql`insert into events select 'default', value, 'policy.changed', '', '{}' from json_each('[150, 200, 201, 10199]')`);
		const head = { last_event: 10_199, last_audit: 0, last_sequence: 0, policy: '{}', demands: '{}' };
		const journal = new Journal(head, 'default', noMark);
		journal.event({ type: 'policy.changed', at: '', about: {} });
		await store.change('default', (connection) => journal.write(connection));
		const { rows: events } = await sql<{ id: number }>`select id from events order by id`.execute(store.whole);
		expect(events.map(({ id }) => id)).toEqual([201, 10_199, 10_200]);
	});
});

describe('a snapshot without room', () => {
	it('takes no more approvals, but every revocation; drafts take no room', async () => {
		const [first, second, spare] = ['1.0.0', '1.0.1', '1.0.2'].map((version) => people.prompt('tone', version));
		for (const one of [first!, second!, spare!]) await publish(one);
		await fill(
			sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 19000) insert into manifests (tenant, sha256, sequence, kind, name, version, state, revision, key_id, author, publisher, capabilities, published_at, token) select 'default', printf('%064d', i), 1000 + i, 'prompt', 'p' || i, '1.0.0', 'draft', 1, 'k', 'a', 'a', '[]', '', '' from n`,
		);
		expect(await approve(first!)).toMatchObject({ state: 'approved' });
		await fill(sql`update manifests set state = 'revoked' where name <> 'tone' and sequence < 1000 + 19000`);
		await expect(approve(second!)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', details: { expected: 19_000, actual: 19_000 } });
		expect(await registry.revoke(bob, spare!.sha256, {})).toMatchObject({ state: 'revoked' });
		expect((await snapshotOf()).manifests).toHaveLength(19_001);
	});
});
