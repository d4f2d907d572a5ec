import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatherPeople, type RegistryPeople, type SignedManifest } from '../../test/support/registry/registry-people';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import type { MetricsReport } from '../registry/registry-api';
import { toCarrier } from '../registry/resolve/snapshot-labels';
import { signToken } from '../token/sign-token';
import { instanceId } from './instance-id';
import { TrustedAgents } from './trusted-agents';
import { RolloutReports } from './rollout-reports';
import { slowTest } from '../../test/support/slow-tests';

const now = Date.UTC(2026, 10, 20, 12);
let people: RegistryPeople;
let folder: string;
let edition = 0;
const reported: string[] = [];

beforeAll(async () => {
	people = await gatherPeople({ nowMs: now });
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-'));
	mkdirSync(join(folder, 'manifests'));
	mkdirSync(join(folder, 'approvals'));
	writeFileSync(join(folder, 'root.jwt'), people.root);
	reported.splice(0);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a manifest into the trust folder, approved unless said otherwise. */
function put(manifest: SignedManifest, isApproved = true): SignedManifest {
	writeFileSync(join(folder, 'manifests', `${manifest.sha256}.jwt`), manifest.token);
	if (isApproved) writeFileSync(join(folder, 'approvals', `${manifest.sha256}.jwt`), people.approval(manifest));
	return manifest;
}

const agent = (version: string) => people.agent('support', version);
const entry = ({ sha256, name, version }: SignedManifest, more: Partial<SnapshotEntry> = {}): SnapshotEntry => ({
	...{ sha256, kind: 'agent', package: name, version, state: 'approved', ...more },
});

function snapshot(manifests: SnapshotEntry[], more: Partial<SnapshotDocument> = {}): void {
	edition += 1;
	const token = signToken('troupe-snapshot+jwt', { ver: edition, manifests, ...more }, people.keys.snapshot, { nowMs: now, days: 1 });
	writeFileSync(join(folder, 'snapshot.jwt'), token);
}

const open = (instance = 'i') =>
	new TrustedAgents({
		folders: { pinned: folder },
		instance,
		clock: { now: () => now },
		scanIntervalMs: 0,
		report: (...what) => void reported.push(what.join(' ')),
	});

describe('published agents', () => {
	it('are found by name and range: approved before deprecated, then the highest', async () => {
		const [one, two, three] = ['1.2.0', '1.3.0', '1.4.0'].map((version) => put(agent(version)));
		snapshot([entry(one!), entry(two!), entry(three!, { state: 'deprecated', successor: '2.0.0', reason: 'slow' })]);
		const published = open();
		expect(await published.find('agent', 'support', '^1.2')).toMatchObject({ version: '1.3.0', warnings: [] });
		expect(await published.find('agent', 'support', '1.4.x')).toMatchObject({
			version: '1.4.0',
			warnings: ['support 1.4.0 is deprecated: use 2.0.0 (slow)'],
		});
		expect(await published.find('agent', 'nobody')).toBeUndefined();
		expect(await published.find('prompt', 'support')).toBeUndefined();
		expect((await published.list('agent')).map(({ version, state }) => `${version} ${state}`)).toEqual([
			'1.2.0 approved',
			'1.3.0 approved',
			'1.4.0 deprecated',
		]);
	});

	it('are refused once they were revoked, with the reason', async () => {
		const one = put(agent('1.2.0'));
		snapshot([entry(one)]);
		const published = open();
		expect(await published.find('agent', 'support')).toMatchObject({ version: '1.2.0' });
		snapshot([entry(one, { state: 'revoked', reason: 'leaks', revision: 2 })]);
		await expect(published.find('agent', 'support')).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
			message: expect.stringContaining('leaks') as string,
		});
	});

	it('are refused without enough approvals, without their manifest, and out of range', async () => {
		snapshot([entry(put(agent('1.2.0'), false)), entry(agent('2.0.0'))]);
		const published = open();
		await expect(published.find('agent', 'support', '^1')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		await expect(published.find('agent', 'support', '^2')).rejects.toMatchObject({ code: 'MANIFEST_MISSING', retryable: true });
		await expect(published.find('agent', 'support', '^3')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		await expect(published.find('agent', 'support', 'the newest')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('are found by a label, which moves with the next snapshot and is not concerned by rollouts', async () => {
		const [one, two] = ['1.2.0', '1.3.0'].map((version) => entry(put(agent(version))));
		const production = (version: string, revision: number) =>
			toCarrier({ kind: 'agent', name: 'support', label: 'production', version, revision });
		const rollout = { id: 'r', kind: 'agent', package: 'support', from: '1.2.0', to: '1.3.0', percent: 100, state: 'running' } as const;
		snapshot([one!, two!], { rollouts: [rollout, production('1.2.0', 1)] });
		const published = open();
		expect(await published.find('agent', 'support', 'production')).toMatchObject({ version: '1.2.0' });
		expect(await published.find('agent', 'support', 'production')).not.toHaveProperty('rollout');
		expect(await published.versionFor('agent', 'support', 'production', 'c')).toBe('1.2.0');
		expect(await published.find('agent', 'support')).toMatchObject({ version: '1.3.0', rollout: { id: 'r' } });
		snapshot([one!, two!], { rollouts: [production('1.3.0', 2)] });
		expect(await published.find('agent', 'support', 'production')).toMatchObject({ version: '1.3.0' });
	});

	it('are refused by a label that is gone, and not found by what it was before (langfuse/langfuse#10138)', async () => {
		const one = entry(put(agent('1.2.0')));
		const canary = toCarrier({ kind: 'agent', name: 'support', label: 'canary', version: '1.2.0', revision: 1 });
		snapshot([one], { rollouts: [canary] });
		const published = open();
		expect(await published.find('agent', 'support', 'canary')).toMatchObject({ version: '1.2.0' });
		await expect(published.find('agent', 'support', 'production')).rejects.toMatchObject({
			code: 'MANIFEST_NOT_APPROVED',
			message: 'The agent support has no label production; it has canary.',
		});
		snapshot([one]);
		await expect(published.find('agent', 'support', 'canary')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		expect(await published.versionFor('agent', 'support', 'canary', 'c')).toBeUndefined();
	});

	it('are refused by a label whose version was revoked, although others may run', async () => {
		const [one, two] = ['1.2.0', '1.3.0'].map((version) => put(agent(version)));
		const rollouts = [toCarrier({ kind: 'agent', name: 'support', label: 'production', version: '1.3.0', revision: 1 })];
		snapshot([entry(one!), entry(two!, { state: 'revoked', reason: 'leaks', revision: 2 })], { rollouts });
		await expect(open().find('agent', 'support', 'production')).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
			message: 'The label production of the agent support points to 1.3.0, which was revoked: leaks.',
			fix: expect.stringContaining('troupe manifest label agent:support@VERSION production') as string,
		});
		snapshot([entry(one!)], { rollouts });
		await expect(open().find('agent', 'support', 'production')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	});

	it('are listed although another one is not approved, is damaged or is on its way, and tell why those are not (Agenta-AI/agenta#5173)', async () => {
		const [lone, torn] = [put(people.agent('lone', '1.0.0'), false), people.agent('torn', '1.0.0')];
		writeFileSync(join(folder, 'manifests', `${torn.sha256}.jwt`), 'torn');
		snapshot([entry(lone), entry(torn), entry(people.agent('late', '1.0.0')), entry(put(agent('1.2.0')))]);
		const published = open();
		expect(await published.list('agent')).toMatchObject([{ name: 'support', version: '1.2.0' }]);
		expect((await published.listRefused('agent')).map(({ code }) => code)).toEqual(['MANIFEST_NOT_APPROVED', 'TOKEN_INVALID']);
		await expect(published.find('agent', 'lone')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	});

	it('stay with a contact on every instance, and both versions are reported, later judgements too', async () => {
		const rollout = {
			id: 'by-contact.r1',
			kind: 'agent' as const,
			package: 'support',
			from: '1.2.0',
			to: '1.3.0',
			percent: 50,
			state: 'running' as const,
		};
		snapshot([entry(put(agent('1.2.0'))), entry(put(agent('1.3.0')))], { rollouts: [rollout] });
		const [one, other] = [open('n8n-1'), open('worker-2')];
		const contacts = Array.from({ length: 20 }, (_, index) => `person-${index}`);
		const versionsOn = (published: TrustedAgents) =>
			Promise.all(contacts.map(async (contact) => (await published.find('agent', 'support', '*', { contact }))!));
		const [first, second] = [await versionsOn(one), await versionsOn(other)];
		expect(first.map(({ version }) => version)).toEqual(second.map(({ version }) => version));
		expect(new Set(first.map(({ version }) => version))).toEqual(new Set(['1.2.0', '1.3.0']));
		const told = await Promise.all(contacts.map((contact) => one.versionFor('agent', 'support', undefined, contact)));
		expect(told).toEqual(first.map(({ version }) => version));
		expect([await one.versionFor('agent', 'support', '^1.2', contacts[0]!), await one.versionFor('agent', 'other', '*', 'x')]).toEqual([
			...[first[0]!.version, undefined],
		]);
		first.find(({ version }) => version === '1.2.0')!.rollout!.report('succeeded');
		one.judged('by-contact.r1', '1.3.0', 'failed');
		expect(reported).toEqual(['by-contact.r1 1.2.0 succeeded', 'by-contact.r1 1.3.0 judged-failed']);
	});

	slowTest('heed rollouts, are reported of them, and go back to the last approved version when one is aborted', async () => {
		const [one, two] = ['1.2.0', '1.3.0'].map((version) => put(agent(version)));
		const manifests = [entry(one!), entry(two!)];
		const rollout = { id: 'r', kind: 'agent' as const, package: 'support', from: '1.2.0', to: '1.3.0' };
		snapshot(manifests, { rollouts: [{ ...rollout, percent: 50, state: 'running' }] });
		const instances = Array.from({ length: 40 }, (_, index) => open(`i${index}`));
		const versions = async () => Promise.all(instances.map(async (one) => (await one.find('agent', 'support', '^1'))!));
		const first = await versions();
		expect(new Set(first.map(({ version }) => version))).toEqual(new Set(['1.2.0', '1.3.0']));
		expect((await versions()).map(({ version }) => version)).toEqual(first.map(({ version }) => version));
		for (const { rollout: chosen } of first) chosen?.report('failed');
		expect(reported).toHaveLength(first.filter(({ version }) => version === '1.3.0').length);
		expect(reported[0]).toBe('r 1.3.0 failed');
		snapshot(manifests, { rollouts: [{ ...rollout, percent: 0, state: 'aborted' }] });
		expect(new Set((await versions()).map(({ version }) => version))).toEqual(new Set(['1.2.0']));
	});
});

describe('reports of rollouts', () => {
	it('are gathered, numbered, and sent again as they were until they arrive', async () => {
		const sent: MetricsReport[] = [];
		let isDown = true;
		const faults: unknown[] = [];
		const reports = new RolloutReports({
			instance: 'i',
			everyMs: 60_000,
			onFault: (error) => void faults.push(error),
			send: async (_rollout, report) => {
				sent.push(report);
				if (isDown) throw new Error('down');
			},
		});
		reports.add('r', '1.3.0', 'succeeded');
		reports.add('r', '1.3.0', 'failed');
		await reports.flush();
		reports.add('r', '1.3.0', 'succeeded');
		isDown = false;
		await reports.flush();
		await reports.flush();
		expect(faults).toHaveLength(1);
		expect(sent.map(({ succeeded, failed, sequence }) => [succeeded, failed, sequence])).toEqual([
			[1, 1, 1],
			[1, 1, 1],
			[1, 0, 2],
		]);
	});
});

describe('the name of an instance', () => {
	it('is what the environment says, else one that is made once', () => {
		const home = join(folder, 'home');
		expect(instanceId(home, { TROUPE_INSTANCE: 'eu-1' })).toBe('eu-1');
		expect(existsSync(join(home, 'instance-id'))).toBe(false);
		const made = instanceId(home, {});
		expect(instanceId(home, {})).toBe(made);
		expect(readFileSync(join(home, 'instance-id'), 'utf8').trim()).toBe(made);
	});
});
