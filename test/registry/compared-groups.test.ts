import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RolloutReports } from '../../manifests/client/rollout-reports';
import type { Registry } from '../../manifests/registry/registry';
import type { RegistryEvent, StartRollout } from '../../manifests/registry/registry-api';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { ada, bob, claimsOf, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { openRegistry } from '../../manifests/registry/open-registry';

const nowMs = Date.UTC(2026, 10, 20, 12);
let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-groups-'));
	registry = await openRegistry({ database: join(folder, 'r.db'), root: people.root, keys: people.signers, clock: () => nowMs });
	for (const version of ['1.0.0', '1.1.0']) {
		const definition = { id: 'support', version, name: 'Support', purpose: 'Answers.', capabilities: [], prompt: 'Answer.' };
		const manifest = people.agent('support', version, { content: JSON.stringify(definition), purpose: 'Answers.', capabilities: [] });
		await registry.publish(ada, { token: manifest.token });
		await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	}
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const request: StartRollout = {
	...{ id: 'r1', kind: 'agent', name: 'support', from: '1.0.0', to: '1.1.0', by: 'contact' },
	stages: [
		{ percent: 50, minimumMinutes: 0 },
		{ percent: 100, minimumMinutes: 0 },
	],
	quality: { compare: 'judged', minimumSamples: 50 },
};
const id = 'by-contact.r1';

/** Reports judged runs of both versions, as machines do. */
async function report(before: [number, number], after: [number, number]) {
	const reports = new RolloutReports({ instance: 'n8n-1', send: (rollout, one) => registry.reportMetrics(bob, rollout, one) });
	for (const [version, [passed, failed]] of [
		['1.0.0', before],
		['1.1.0', after],
	] as const) {
		for (let index = 0; index < passed; index += 1) reports.add(id, version, 'judged-passed');
		for (let index = 0; index < failed; index += 1) reports.add(id, version, 'judged-failed');
		reports.add(id, version, 'succeeded');
	}
	await reports.flush();
}
async function eventsOf(): Promise<RegistryEvent[]> {
	const events: RegistryEvent[] = [];
	for await (const event of registry.events(bob, 0, new AbortController().signal, { follow: false })) events.push(event);
	return events.filter(({ type }) => type.startsWith('agent.rollout.'));
}

test('a worse group aborts the rollout, everybody goes back, and an event says so', async () => {
	await registry.startRollout(bob, request);
	await report([58, 2], [30, 30]);
	expect(await registry.rollouts(bob)).toMatchObject([
		{
			id,
			by: 'contact',
			state: 'aborted',
			percent: 0,
			reason: expect.stringMatching(/^worse by -46\.7 % .*30 of 60 of the new version, 58 of 60 of the old one; back to 1\.0\.0$/),
		},
	]);
	expect(claimsOf<SnapshotDocument>((await registry.snapshot(bob))!.token).rollouts).toEqual([
		{ id, kind: 'agent', package: 'support', from: '1.0.0', to: '1.1.0', percent: 0, state: 'aborted' },
	]);
	expect(await eventsOf()).toMatchObject([{ type: 'agent.rollout.aborted', about: { rollout: id, version: '1.1.0', from: '1.0.0' } }]);
});

test('a group that is not worse is promoted, with enough samples in both', async () => {
	await registry.startRollout(bob, request);
	await report([10, 0], [900, 100]);
	expect(await registry.rollouts(bob)).toMatchObject([{ stage: 0, groups: { looks: 0 }, reason: '10 of 50 samples in each group' }]);
	await report([890, 100], [0, 0]);
	expect(await registry.rollouts(bob)).toMatchObject([{ stage: 1, percent: 100 }]);
	await registry.tick();
	expect(await registry.rollouts(bob)).toMatchObject([{ state: 'completed' }]);
	expect((await eventsOf()).map(({ type }) => type)).toEqual(['agent.rollout.promoted', 'agent.rollout.completed']);
});

test('a rollout can demand stored results of an evaluation before it starts', async () => {
	await expect(registry.startRollout(bob, { ...request, evaluations: [{ set: 'Support' }] })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: expect.stringContaining('the set "Support" has no result of support 1.1.0'),
	});
	expect(await registry.rollouts(bob)).toEqual([]);
	await expect(registry.startRollout(bob, { ...request, kind: 'prompt', evaluations: [{ set: 'S' }] })).rejects.toMatchObject({
		code: expect.any(String),
	});
});
