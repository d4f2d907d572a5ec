import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Range } from 'semver';
import { RolloutReports } from '../../manifests/client/rollout-reports';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { openRegistry } from '../../manifests/registry/open-registry';
import type { Registry } from '../../manifests/registry/registry';
import type { RegistryEvent, StartRollout } from '../../manifests/registry/registry-api';
import { chooseVersion } from '../../manifests/registry/resolve/choose-version';
import { ada, bob, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';

const nowMs = Date.UTC(2026, 10, 20, 12);
let people: RegistryPeople;
let folder: string;
let registry: Registry;
const tones: Record<string, SignedManifest> = {};

beforeAll(async () => {
	people = await gatherPeople({ nowMs });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-several-'));
	registry = await openRegistry({ database: join(folder, 'r.db'), root: people.root, keys: people.signers, clock: () => nowMs });
	for (const version of ['1.0.0', '1.1.0', '1.2.0', '1.3.0']) {
		const tone = (tones[version] = people.prompt('tone', version, { content: `Be ${version.replaceAll('.', ' ')} to {{who}}.` }));
		await registry.publish(ada, { token: tone.token });
		await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
	}
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const id = 'by-contact.r1';
const request: StartRollout = {
	...{ id: 'r1', kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.1.0', others: ['1.2.0', '1.3.0'], by: 'contact' },
	stages: [
		{ percent: 75, minimumMinutes: 0 },
		{ percent: 100, minimumMinutes: 0 },
	],
	quality: { compare: 'judged', minimumSamples: 50, promote: 'better' },
};

async function report(judged: Record<string, [number, number]>) {
	const reports = new RolloutReports({ instance: 'n8n-1', send: (rollout, one) => registry.reportMetrics(bob, rollout, one) });
	for (const [version, [passed, failed]] of Object.entries(judged)) {
		for (let index = 0; index < passed; index += 1) reports.add(id, version, 'judged-passed');
		for (let index = 0; index < failed; index += 1) reports.add(id, version, 'judged-failed');
		reports.add(id, version, 'succeeded');
	}
	await reports.flush();
}
const readSnapshot = async () => claimsOf<SnapshotDocument>((await registry.snapshot(bob))!.token);
async function give(): Promise<Set<string>> {
	const { rollouts = [], manifests } = await readSnapshot();
	const approved = manifests.filter(({ state }) => state === 'approved').map(({ version }) => ({ version, state: 'approved' as const }));
	const choices = Array.from({ length: 300 }, (_, one) => chooseVersion(approved, new Range('*'), rollouts, 'n8n-1', `person-${one}`));
	return new Set(choices.map((choice) => (choice.kind === 'chosen' ? choice.version.version : choice.reason)));
}

test('three new versions of a prompt run at once, and after the winner was found everybody has it, though a higher one lost', async () => {
	await registry.startRollout(bob, request);
	expect(await registry.startRollout(bob, request)).toMatchObject({ id });
	expect(await give()).toEqual(new Set(['1.0.0', '1.1.0', '1.2.0', '1.3.0']));
	await report({ '1.0.0': [30, 30], '1.1.0': [31, 29], '1.2.0': [58, 2], '1.3.0': [30, 30] });
	expect(await registry.rollouts(bob)).toMatchObject([
		{ to: '1.2.0', lost: ['1.1.0', '1.3.0'], stage: 1, percent: 100, reason: expect.stringMatching(/^1\.2\.0 is better by 46\.7 % /) },
	]);
	await registry.tick();
	expect(await registry.rollouts(bob)).toMatchObject([{ state: 'completed', to: '1.2.0' }]);
	expect(await give()).toEqual(new Set(['1.2.0']));
	const events: RegistryEvent[] = [];
	for await (const event of registry.events(bob, 0, new AbortController().signal, { follow: false })) events.push(event);
	expect(events.filter(({ type }) => type === 'rollout.changed').map(({ about }) => about.version)).toEqual(['1.1.0', '1.2.0', '1.2.0']);
});

test('a version that is worse stops at once, and the others go on', async () => {
	await registry.startRollout(bob, request);
	const { etag } = (await registry.snapshot(bob))!;
	await report({ '1.0.0': [55, 5], '1.1.0': [54, 6], '1.2.0': [15, 45], '1.3.0': [55, 5] });
	expect((await registry.snapshot(bob, etag))?.etag).not.toBe(etag);
	expect(await registry.rollouts(bob)).toMatchObject([{ state: 'running', stage: 0, groups: { worse: ['1.2.0'] } }]);
	expect(await give()).toEqual(new Set(['1.0.0', '1.1.0', '1.3.0']));
});

test('the revocation of one of them ends the rollout, and nobody gets another one of them', async () => {
	await registry.startRollout(bob, request);
	expect((await registry.drill(ada, { sha256: tones['1.3.0']!.sha256 })).rollouts).toMatchObject([
		{ id, becomes: 'aborted', goesTo: '1.0.0' },
	]);
	await registry.revoke(bob, tones['1.1.0']!.sha256, { reason: 'leaks' });
	expect(await registry.rollouts(bob)).toMatchObject([{ state: 'aborted', reason: '1.1.0 is revoked; back to 1.0.0' }]);
	expect(await give()).toEqual(new Set(['1.0.0']));
});
