import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { editSnapshot } from '../../test/support/registry/edit-snapshot';
import { createSignedPackage, nodeName, type SignedPackage } from '../../test/support/signed-package';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { HighWater } from '../trust/high-water';
import type { StalePolicy } from '../trust/stale-policy';
import { openPackageGate } from './package-gate';
import { createHooks } from './hooks/workflow-hooks';

const day = 86_400;
const node = { kind: 'node', name: nodeName, version: 1 } as const;
const offline = { requestedBy: 'grace@example.com' };

let original: SignedPackage;
let signed: SignedPackage;
let start: number;
beforeAll(async () => {
	original = await createSignedPackage();
});
afterAll(() => original.remove());
beforeEach(() => {
	signed = original.copy();
	start = Math.floor(signed.nowMs / 1000);
});
afterEach(() => signed.remove());

const inDays = (days: number) => (start + days * day) * 1000;
const iso = (days: number) => new Date(inDays(days)).toISOString();
/** Signs the snapshot of the package's own folder for that many days. */
const lasting = (days: number, more: Partial<SnapshotDocument> = {}) =>
	editSnapshot(signed, { iat: start, exp: start + days * day, ...more });

interface Machine {
	/** Without: an empty folder of a registry that was never reached. */
	registry?: boolean;
	stalePolicy?: StalePolicy;
	pinned?: boolean;
	clock?: { days: number };
}

function createGateOn({ registry = false, stalePolicy, pinned = true, clock = { days: 0 } }: Machine) {
	if (pinned) {
		cpSync(signed.trust, join(signed.folder, 'trust'), { recursive: true });
		rmSync(signed.trust, { recursive: true });
	}
	return openPackageGate({
		packageFolder: signed.packageFolder,
		pinnedTrust: join(signed.folder, 'trust'),
		...(registry && { registryTrust: join(signed.folder, 'registry-cache') }),
		trustRules: { stalePolicy, highWater: new HighWater(join(signed.folder, 'home')) },
		clock: { now: () => inDays(clock.days) },
		scanIntervalMs: 0,
	});
}

describe('a site without a network', () => {
	it('lives by its bundle to the end of its time, and not by its grace', async () => {
		lasting(10, { offline, graceSeconds: day });
		const clock = { days: 0 };
		const gate = createGateOn({ clock });
		expect((await gate.admit(node)).warnings).toBeUndefined();
		clock.days = 9.99;
		await expect(gate.admit(node)).resolves.toBeDefined();
		clock.days = 10;
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'expired' } });
	});

	it('tells metrics when the snapshot ends that decides', async () => {
		lasting(10, { offline });
		const gate = createGateOn({});
		await gate.admit(node);
		const { expiries } = await gate.status();
		expect(expiries.filter(({ document }) => document === 'snapshot')).toEqual([{ document: 'snapshot', endMs: inDays(10) }]);
	});

	it('is warned in the last fifth of it, each day again, at the start of n8n and where something runs, also without a restart', async () => {
		lasting(10, { offline });
		const clock = { days: 7.9 };
		const gate = createGateOn({ clock });
		const said: string[] = [];
		const others = { admit: async () => [], report: async () => ({ packages: [] }) };
		const { n8n, workflow } = createHooks(
			async () => ({ own: gate, folder: __dirname, others: others as never, isTroupeElsewhere: () => false }),
			(line) => void said.push(line),
		);
		const run = () => workflow.preExecute[0]!({ nodes: [{ type: nodeName, typeVersion: 1, name: 'Support' }] });
		await run();
		expect(said).toEqual([]);
		clock.days = 8;
		await run();
		await run();
		clock.days = 9.5;
		await run();
		const ending = (left: string) =>
			expect.stringContaining(`The offline snapshot of this site ends at ${iso(10)}, in ${left}; after that nothing runs.`);
		expect(said).toEqual([ending('2 days'), ending('12 hours')]);
		await n8n.ready[0]!();
		expect(said.at(-1)).toEqual(ending('12 hours'));
	});

	it('lives on by the policies that let stale ones serve, where its people chose one', async () => {
		lasting(5, { offline });
		const clock = { days: 0 };
		const gate = createGateOn({ clock, stalePolicy: 'allow-last-approved' });
		await gate.admit(node);
		clock.days = 6;
		expect((await gate.admit(node)).warnings).toEqual([expect.stringContaining('stale policy allow-last-approved')]);
	});
});

describe('a signed stale policy', () => {
	it.each([
		['audit', 'deny'],
		['allow-last-approved', 'deny'],
	] as const)('is not loosened by %s in the environment of a machine: it stays %s', async (stalePolicy, signedPolicy) => {
		lasting(5, { policy: { stalePolicy: signedPolicy } });
		const clock = { days: 0 };
		const gate = createGateOn({ clock, stalePolicy });
		await gate.admit(node);
		clock.days = 6;
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'expired' } });
	});

	it('of allow-last-approved refuses what was old when it was first seen, though the machine says audit', async () => {
		lasting(5, { policy: { stalePolicy: 'allow-last-approved' } });
		await expect(createGateOn({ clock: { days: 6 }, stalePolicy: 'audit' }).admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
	});

	it('does not loosen what a machine chose', async () => {
		lasting(5, { policy: { stalePolicy: 'audit' } });
		await expect(createGateOn({ clock: { days: 6 } }).admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
	});
});

describe('attack: the clock set back after a refusal', () => {
	it('does not bring back a snapshot that was refused as expired, also after a restart', async () => {
		lasting(5);
		const clock = { days: 0 };
		await createGateOn({ clock }).admit(node);
		clock.days = 5;
		const expired = { code: 'TOKEN_INVALID', details: { reason: 'expired' } };
		await expect(createGateOn({ pinned: false, clock }).admit(node)).rejects.toMatchObject(expired);
		clock.days = 4.99;
		await expect(createGateOn({ pinned: false, clock }).admit(node)).rejects.toMatchObject(expired);
	});

	it('and a clock that was far ahead for a moment does not refuse the next snapshot', async () => {
		lasting(5);
		const clock = { days: 0 };
		await createGateOn({ clock }).admit(node);
		clock.days = 60;
		await expect(createGateOn({ pinned: false, clock }).admit(node)).rejects.toMatchObject({ details: { reason: 'expired' } });
		expect(new HighWater(join(signed.folder, 'home')).now(0)).toBe(inDays(5));
	});
});

describe('attack: freeze a connected machine with a snapshot for a site without a network', () => {
	const refused = {
		code: 'TOKEN_INVALID',
		details: { reason: 'offline', expected: 'a pinned folder on a machine without a registry' },
	};

	it('in its pinned folder', async () => {
		lasting(10, { offline });
		await expect(createGateOn({ registry: true }).admit(node)).rejects.toMatchObject(refused);
	});

	it('in the folder of its client', async () => {
		lasting(10, { offline });
		cpSync(join(signed.trust, 'snapshot.jwt'), join(signed.folder, 'registry-cache', 'snapshot.jwt'));
		await expect(createGateOn({ registry: true }).admit(node)).rejects.toMatchObject({
			...refused,
			message: expect.stringContaining('from the registry'),
		});
	});

	it('in the package', async () => {
		lasting(10, { offline });
		await expect(createGateOn({ pinned: false }).admit(node)).rejects.toMatchObject({
			...refused,
			message: expect.stringContaining('from a package'),
		});
	});

	it('or with one that the registry signed like any other, for longer than a day', async () => {
		lasting(1.01);
		cpSync(join(signed.trust, 'snapshot.jwt'), join(signed.folder, 'registry-cache', 'snapshot.jwt'));
		await expect(createGateOn({ registry: true }).admit(node)).rejects.toMatchObject({
			code: 'TOKEN_INVALID',
			details: { reason: 'claims', expected: day, actual: 1.01 * day },
		});
	});
});

it('a bundle that lasts for longer than 366 days is refused, whoever signed it', async () => {
	lasting(367, { offline });
	await expect(createGateOn({}).admit(node)).rejects.toMatchObject({
		code: 'TOKEN_INVALID',
		details: { reason: 'claims', actual: 367 * day },
	});
});

describe('a machine that never reached its registry', () => {
	const cold = (stalePolicy: StalePolicy, clock: { days: number }) => createGateOn({ registry: true, pinned: false, stalePolicy, clock });

	it.each<StalePolicy>(['deny', 'allow-last-approved', 'audit'])(
		'runs what came with the package while its snapshot is good, and says so, under %s',
		async (policy) => {
			lasting(10);
			const { warnings } = await cold(policy, { days: 9.9 }).admit(node);
			expect(warnings).toEqual([`The registry was not reached yet: the snapshot of the package is used, until ${iso(10)} at the latest`]);
		},
	);

	it.each<StalePolicy>(['deny', 'allow-last-approved'])(
		'runs nothing by it afterwards under %s, though it was good before',
		async (policy) => {
			lasting(10);
			const clock = { days: 9.9 };
			const gate = cold(policy, clock);
			await gate.admit(node);
			clock.days = 10;
			await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_STALE', details: { reason: 'expired' } });
		},
	);

	it('runs it with a line in the audit log under audit', async () => {
		lasting(10);
		const { warnings } = await cold('audit', { days: 11 }).admit(node);
		expect(warnings).toEqual([
			expect.stringContaining('used because of the stale policy audit'),
			expect.stringContaining('was not reached yet'),
		]);
	});

	it('runs nothing of it under a root of its own, which does not vouch for it', async () => {
		const other = await createSignedPackage(true);
		try {
			const gate = openPackageGate({
				packageFolder: signed.packageFolder,
				pinnedTrust: other.trust,
				registryTrust: join(signed.folder, 'registry-cache'),
				trustRules: {},
			});
			rmSync(join(other.trust, 'snapshot.jwt'));
			await expect(gate.admit(node)).rejects.toMatchObject({
				...{ code: 'TOKEN_INVALID', details: { reason: 'missing' } },
				cause: { code: 'TOKEN_INVALID', details: { reason: 'key' } },
			});
		} finally {
			other.remove();
		}
	});
});
