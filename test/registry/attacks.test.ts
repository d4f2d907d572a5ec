/**
 * Attacks from before a truthful registry and from its own database: the real registry over HTTP with real keys, a man in the middle,
 * the client that n8n and the worker use, and their gate as the last step.
 */
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentOf, AttackedRegistry, job, node, type Machine } from '../support/machines/attacked-machine';
import { expectRefused, refusalOf, type Refusal } from '../support/registry/expect-refused';
import { ada, bob } from '../support/registry/registry-people';
import { createSignedPackage, type SignedPackage } from '../support/signed-package';
import { send, type Answer } from '../support/registry/tampering-proxy';
import { waitUntil } from '../support/wait-until';
import { stalePolicies } from '../../manifests/trust/stale-policy';
import { signToken } from '../../manifests/token/sign-token';

const path = 'tenants/default/snapshot';
const minutes = (count: number) => count * 60_000;

let original: SignedPackage;
let world: AttackedRegistry;
beforeAll(async () => {
	original = await createSignedPackage();
});
afterAll(() => original.remove());
beforeEach(async () => {
	world = await AttackedRegistry.open(original);
});
afterEach(() => world.close());

/** The machine asks, and is refused what it gets. */
async function expectClientRefused({ client, home }: Machine, refusal: Refusal): Promise<void> {
	await client.refresh();
	expectRefused(client.lastError, refusal, { home, by: 'client' });
}

const revoked: Refusal = {
	code: 'MANIFEST_REVOKED',
	document: 'n8n-nodes-troupe 1.2.3',
	reason: 'revoked',
	expected: 'approved',
	actual: 'revoked',
};

const stale: Refusal = {
	...{ code: 'MANIFEST_STALE', document: /snapshot/, reason: 'expired' },
	...{ expected: expect.stringContaining('a snapshot that is'), actual: expect.stringMatching(/T.*Z$/) },
};

const unreachable: Refusal = {
	...{ code: 'REGISTRY_UNREACHABLE', document: path, reason: 'connection' },
	...{ expected: 'a response', actual: expect.stringContaining('ECONNREFUSED') },
};

/** A machine that never had a snapshot. */
const noSnapshot: Refusal = {
	...{ code: 'TOKEN_INVALID', document: /^snapshot\.jwt/, reason: 'missing' },
	...{ expected: 'a snapshot from the registry', actual: 'nothing' },
};

/** What a signature that does not hold is told of. */
const notBy = {
	expected: expect.stringMatching(/^a signature of its bytes by the key snapshot-/),
	actual: expect.stringMatching(/^a signature that this key did not make/),
};

/** Neither the node nor the worker runs anything. */
async function expectNothingRuns({ gate, home }: Machine, refusal: Refusal): Promise<void> {
	for (const subject of [node, job, agentOf(world.agent)]) {
		expectRefused(await refusalOf(gate.admit(subject)), refusal, { home, by: 'gate' });
	}
}

async function expectAllRuns({ gate }: Machine): Promise<void> {
	for (const subject of [node, job, agentOf(world.agent)]) await expect(gate.admit(subject)).resolves.toMatchObject({ version: '1.2.3' });
}

/** What the registry says now, to be sent again later. */
async function recorded(tenant = 'default'): Promise<Answer> {
	const answer = await world.registry.snapshot({ tenant, subject: 'n8n-main' });
	return { status: 200, headers: { 'content-type': 'application/jwt', etag: answer!.etag }, body: Buffer.from(answer!.token) };
}
const replay = (answer: Answer) => world.proxy.tampering.set(path, (response) => send(response, answer));
const versionOf = ({ trust }: Machine) => trust().snapshot().document.ver;

describe('attack: rollback', () => {
	it('an older snapshot that is sent again brings nothing back that was revoked, also after a restart', async () => {
		const machine = await world.warm();
		const [before, older] = [await recorded(), versionOf(machine)];
		await world.revoke(world.package);
		await machine.client.refresh();
		const newer = versionOf(machine);
		replay(before);
		const rolledBack: Refusal = { code: 'MANIFEST_ROLLED_BACK', document: path, reason: 'rollback', expected: newer, actual: older };
		await expectClientRefused(machine, rolledBack);
		await expectNothingRuns(machine, revoked);
		const restarted = world.machine({ home: machine.home });
		await expectClientRefused(restarted, rolledBack);
		await expectNothingRuns(restarted, revoked);
	});

	it('nor when the cache of the machine is lost with it', async () => {
		const machine = await world.warm();
		const [before, older] = [await recorded(), versionOf(machine)];
		await world.revoke(world.package);
		await machine.client.refresh();
		const newer = versionOf(machine);
		replay(before);
		rmSync(machine.client.folder, { recursive: true });
		const restarted = world.machine({ home: machine.home });
		await expectClientRefused(restarted, {
			code: 'MANIFEST_ROLLED_BACK',
			document: path,
			reason: 'rollback',
			expected: newer,
			actual: older,
		});
		await expectNothingRuns(restarted, noSnapshot);
		// Nor when the thief of the answer writes it to the disk himself.
		writeFileSync(join(restarted.client.folder, 'snapshot.jwt'), before.body);
		await expectNothingRuns(restarted, {
			...{ code: 'MANIFEST_ROLLED_BACK', document: /snapshot\.jwt$/, reason: 'rollback', expected: newer, actual: older },
		});
	});
});

describe('attack: a registry whose database was put back', () => {
	/** The registry as it was, with changes of another kind until its snapshots have passed what the machine accepted. */
	async function overtake(backup: string, machine: Machine): Promise<void> {
		const accepted = versionOf(machine);
		await world.restore(backup);
		for (let count = 0; count < 20; count++) {
			await world.changePolicy(count);
			if (Number(JSON.parse(Buffer.from((await recorded()).body.toString().split('.')[1] ?? '', 'base64url').toString()).ver) > accepted)
				return;
		}
		throw new Error('it never passed');
	}

	it('one item rolled back inside a newer snapshot: what was revoked is approved again, and refused', async () => {
		const machine = await world.warm();
		const backup = await world.backUp();
		await world.revoke(world.package);
		await machine.client.refresh();
		await overtake(backup, machine);
		await expectClientRefused(machine, {
			...{ code: 'MANIFEST_ROLLED_BACK', document: path, reason: 'unrevoked', expected: 'revoked', actual: 'approved' },
		});
		await expectNothingRuns(machine, revoked);
	});

	it('an entry that vanishes: what was published since is gone, and the snapshot refused', async () => {
		const machine = await world.warm();
		const backup = await world.backUp();
		const late = await world.publish(world.agentNamed('late', '1.0.0'));
		await machine.client.refresh();
		await overtake(backup, machine);
		await expectClientRefused(machine, {
			...{ code: 'MANIFEST_ROLLED_BACK', document: path, reason: 'vanished', expected: late.sha256, actual: 'nothing' },
		});
		await expectAllRuns(machine);
	});

	it('equivocation: another snapshot under a number that was accepted', async () => {
		const machine = await world.warm();
		const backup = await world.backUp();
		await world.changePolicy(60);
		await machine.client.refresh();
		const expected = machine.trust().snapshot().sha256;
		await world.restore(backup);
		await world.changePolicy(61);
		await expectClientRefused(machine, {
			...{
				code: 'MANIFEST_ROLLED_BACK',
				document: path,
				reason: 'equivocation',
				expected,
				actual: expect.stringMatching(/^[0-9a-f]{64}$/),
			},
		});
		await expectAllRuns(machine);
	});
});

describe('attack: freeze', () => {
	it('an endless 304 holds back a revocation until the snapshot expires, no longer', async () => {
		const machine = await world.warm();
		await world.revoke(world.package);
		world.proxy.tampering.set(path, (response) => void response.writeHead(304).end());
		await machine.client.refresh();
		await expectAllRuns(machine);
		await world.later(minutes(16));
		await expectClientRefused(machine, stale);
		await expectNothingRuns(machine, stale);
	});

	it('so does the same snapshot sent again and again', async () => {
		const machine = await world.warm();
		replay(await recorded());
		await world.revoke(world.package);
		await world.later(minutes(16));
		await expectClientRefused(machine, stale);
		await expectNothingRuns(machine, stale);
		world.proxy.tampering.clear();
		await machine.client.refresh();
		await expectNothingRuns(machine, revoked);
	});

	it('of a machine that was never warm leaves it with nothing', async () => {
		replay(await recorded());
		await world.later(minutes(16));
		const machine = world.machine();
		await expectClientRefused(machine, stale);
		await expectNothingRuns(machine, noSnapshot);
	});
});

describe('attack: mix-and-match', () => {
	it('the manifest of another agent under the hash of this one is refused, and it does not run', async () => {
		const other = await world.publish(world.agentNamed('other', '1.0.0'));
		world.proxy.tampering.set(`manifests/${world.agent.sha256}`, async (response, ask) =>
			send(response, await ask(`manifests/${other.sha256}`)),
		);
		const machine = world.machine();
		await machine.client.refresh();
		const met = { home: machine.home, by: 'client' as const };
		expectRefused(
			machine.faults[0],
			{
				...{ code: 'TOKEN_INVALID', document: `manifests/${world.agent.sha256}`, reason: 'claims' },
				...{ expected: world.agent.sha256, actual: other.sha256 },
			},
			met,
		);
		await expect(machine.gate.admit(node)).resolves.toBeDefined();
		expectRefused(
			await refusalOf(machine.gate.admit({ ...agentOf(world.agent) })),
			{
				code: 'MANIFEST_MISSING',
				document: /^The agent clerk 1\.0\.0$/,
				reason: 'missing',
				expected: world.agent.sha256,
				actual: 'nothing',
			},
			{ home: machine.home, by: 'gate' },
		);
	});

	it('the approvals of another agent do not count for this one', async () => {
		const other = await world.publish(world.agentNamed('other', '1.0.0'));
		world.proxy.tampering.set(`manifests/${world.agent.sha256}`, async (response, ask) => {
			const [own, foreign] = [await ask(), await ask(`manifests/${other.sha256}`)];
			const { approvalTokens } = JSON.parse(foreign.body.toString()) as { approvalTokens: string[] };
			send(response, { ...own, body: Buffer.from(JSON.stringify({ ...JSON.parse(own.body.toString()), approvalTokens })) });
		});
		const machine = world.machine();
		await machine.client.refresh();
		expectRefused(
			machine.faults[0],
			{
				...{ code: 'TOKEN_INVALID', document: `an approval of manifests/${world.agent.sha256}`, reason: 'claims' },
				...{ expected: world.agent.sha256, actual: other.sha256 },
			},
			{ home: machine.home, by: 'client' },
		);
		expectRefused(
			await refusalOf(machine.gate.admit(agentOf(world.agent))),
			{ code: 'MANIFEST_NOT_APPROVED', document: 'The agent clerk 1.0.0', reason: 'approvals', expected: 1, actual: 0 },
			{ home: machine.home, by: 'gate' },
		);
	});

	it('a manifest that is withheld holds up no revocation of another', async () => {
		const machine = await world.warm();
		const late = await world.publish(world.agentNamed('late', '1.0.0'));
		world.proxy.tampering.set(`manifests/${late.sha256}`, (response) => void response.writeHead(404).end());
		await world.revoke(world.package);
		await machine.client.refresh();
		expectRefused(
			machine.faults[0],
			{
				...{ code: 'REGISTRY_UNREACHABLE', document: `manifests/${late.sha256}`, reason: 'not-found' },
				...{ expected: '200 or 304', actual: 404 },
			},
			{ home: machine.home, by: 'client' },
		);
		await expectNothingRuns(machine, revoked);
	});
});

describe('attack: endless, slow or cut body', () => {
	const cases: Array<[string, Refusal, Parameters<AttackedRegistry['proxy']['tampering']['set']>[1]]> = [
		[
			'an endless one is cut',
			{
				...{ code: 'REGISTRY_UNREACHABLE', document: path, reason: 'size' },
				...{ expected: 'at most 8388608 bytes', actual: expect.stringContaining('and more') },
			},
			(response) => {
				const part = Buffer.alloc(1024 * 1024, 'a');
				const more = () => void (response.destroyed || response.write(part, more));
				more();
			},
		],
		[
			'a slow one is given up',
			{
				...{ code: 'REGISTRY_UNREACHABLE', document: path, reason: 'timeout' },
				...{ expected: 'a complete response within 2000 ms', actual: 'less' },
			},
			(response) => {
				const trickle = setInterval(() => response.write('a'), 10);
				response.once('close', () => clearInterval(trickle));
			},
		],
		[
			'one that is cut in the middle is refused',
			{
				...{ code: 'TOKEN_INVALID', document: path, reason: 'encoding' },
				...{ expected: 'three parts of canonical base64url, separated by dots', actual: 'two parts' },
			},
			async (response, ask) => {
				const answer = await ask();
				send(response, { ...answer, body: answer.body.subarray(0, answer.body.lastIndexOf('.')) });
			},
		],
		[
			'one whose connection is cut in the middle is refused',
			{
				...{ code: 'REGISTRY_UNREACHABLE', document: path, reason: 'connection' },
				...{ expected: 'a response', actual: expect.stringMatching(/aborted|reset|closed|terminated|premature/i) },
			},
			async (response, ask) => {
				const { body, headers } = await ask();
				response.writeHead(200, { ...headers, 'content-length': body.length });
				response.write(body.subarray(0, 100), () => response.destroy());
			},
		],
		[
			'one flipped bit is seen',
			{ code: 'TOKEN_INVALID', document: path, reason: 'signature', ...notBy },
			async (response, ask) => {
				const answer = await ask();
				const at = answer.body.lastIndexOf('.') + 9;
				answer.body[at] = answer.body[at] === 65 ? 66 : 65;
				send(response, answer);
			},
		],
	];

	it.each(cases)('%s, and what was accepted before stays in force', async (_what, refusal, tampering) => {
		const machine = await world.warm();
		await world.changePolicy(60);
		world.proxy.tampering.set(path, tampering);
		await expectClientRefused(world.machine({ home: machine.home, ...(refusal.reason === 'timeout' && { answerMs: 2_000 }) }), refusal);
		await expectAllRuns(machine);
	});
});

describe('attack: documents of somebody else', () => {
	it("another tenant's snapshot, of the same registry and key, is refused", async () => {
		const globex = await recorded('globex');
		const machine = world.machine();
		replay(globex);
		await expectClientRefused(machine, {
			...{ code: 'TOKEN_INVALID', document: path, reason: 'claims', expected: 'troupe', actual: 'troupe:globex' },
		});
		await expectNothingRuns(machine, noSnapshot);
	});

	it('role confusion: a manifest in the place of the snapshot, the snapshot in the place of a manifest', async () => {
		const machine = world.machine();
		world.proxy.tampering.set(path, (response) => void response.end(world.agent.token));
		await expectClientRefused(machine, {
			...{ code: 'TOKEN_INVALID', document: path, reason: 'header' },
			...{ expected: 'troupe-snapshot+jwt', actual: '"troupe-manifest+jwt"' },
		});
		const snapshot = (await recorded()).body.toString();
		world.proxy.tampering.clear();
		world.proxy.tampering.set(`manifests/${world.agent.sha256}`, (response) => void response.end(JSON.stringify({ token: snapshot })));
		const other = world.machine();
		await other.client.refresh();
		expectRefused(
			other.faults[0],
			{
				...{ code: 'TOKEN_INVALID', document: `manifests/${world.agent.sha256}`, reason: 'claims' },
				...{ expected: world.agent.sha256, actual: expect.stringMatching(/^[0-9a-f]{64}$/) },
			},
			{ home: other.home, by: 'client' },
		);
	});

	it("poisoned /keys: the attacker's key under the name of the registry's, and a snapshot by it", async () => {
		const { snapshot, second } = world.people.keys;
		const poison = { keyId: snapshot.keyId, privateKey: second.privateKey };
		const { toJwk } = await import('../../manifests/keys/create-keys');
		world.proxy.tampering.set('keys', (response) => void response.end(JSON.stringify({ keys: [toJwk(poison)] })));
		const forged = signToken('troupe-snapshot+jwt', { ver: 99, manifests: [] }, poison, { nowMs: world.nowMs, days: 1 });
		world.proxy.tampering.set(path, (response) => void response.end(forged));
		const machine = world.machine();
		await expectClientRefused(machine, { code: 'TOKEN_INVALID', document: path, reason: 'signature', ...notBy });
		expect(world.proxy.countRequests('keys')).toBe(0);
	});

	it('unknown key: a snapshot that a stranger signed', async () => {
		const stranger = { keyId: 'stranger', privateKey: world.people.keys.second.privateKey };
		const forged = signToken('troupe-snapshot+jwt', { ver: 99, manifests: [] }, stranger, { nowMs: world.nowMs, days: 1 });
		const machine = await world.warm();
		world.proxy.tampering.set(path, (response) => void response.end(forged));
		await expectClientRefused(machine, {
			...{ code: 'TOKEN_INVALID', document: path, reason: 'key' },
			...{ expected: [world.people.keys.snapshot.keyId], actual: 'stranger' },
		});
		await expectAllRuns(machine);
	});
});

it('attack: a flood of forged events costs two requests, and decides nothing', async () => {
	const machine = await world.warm({ hintLimits: { gapMs: 60_000, burst: 10, burstMs: 60_000 } });
	machine.client.start();
	await connectedTo(machine);
	await machine.client.refresh();
	const before = world.proxy.countRequests(path);
	for (let id = 1; id <= 5_000; id++) world.proxy.inject(`id: ${id}\nevent: manifest.revoked\ndata: {"about":{"name":"clerk"}}\n\n`);
	await machine.client.refresh();
	await expectAllRuns(machine);
	expect(world.proxy.countRequests(path) - before).toBeLessThanOrEqual(3);
});

describe('attack: late revocation', () => {
	it('is met at the gate by an event, and stops what runs', async () => {
		const machine = await world.warm();
		machine.client.start();
		await connectedTo(machine);
		await machine.client.refresh();
		const { signal, close } = machine.gate.watch!(job);
		const stopped = once(signal, 'abort');
		await world.revoke(world.package);
		// The clocks stand still: only an event can bring it.
		await stopped;
		close();
		expectRefused(signal.reason, revoked, { home: machine.home, by: 'gate' });
		await expectNothingRuns(machine, revoked);
	});

	it('is met without events by the first decision after the TTL', async () => {
		world.proxy.tampering.set('events', () => undefined);
		const machine = await world.warm({ ttlMs: 200, retryMs: 50 });
		await world.revoke(world.package);
		await world.later(200);
		await waitUntil('the end of the TTL', () => machine.client.fresh() !== undefined);
		await expectNothingRuns(machine, revoked);
	});
});

describe('attack: revocation while an execution waits', () => {
	it('what was admitted before it waited is refused when it goes on, in another process too', async () => {
		const before = await world.warm();
		await before.gate.admit(agentOf(world.agent));
		before.client.stop(); // n8n keeps a waiting execution in its database, not in a process
		await world.revoke(world.agent);
		await world.later(minutes(6));
		const after = world.machine({ home: before.home });
		await expect(after.gate.admit(node)).resolves.toBeDefined();
		expectRefused(
			await refusalOf(after.gate.admit(agentOf(world.agent))),
			{ code: 'MANIFEST_REVOKED', document: 'The agent clerk 1.0.0', reason: 'revoked', expected: 'approved', actual: 'revoked' },
			{ home: after.home, by: 'gate' },
		);
		expect(await refusalOf(after.published.find('agent', 'clerk', '^1'))).toMatchObject({
			code: 'MANIFEST_REVOKED',
			details: { document: 'the agent clerk', reason: 'revoked', expected: '^1', actual: expect.anything() },
		});
	});
});

describe('attack: queue mode', () => {
	it('a job that the main process queued before the revocation is refused by the worker of its machine, with no request more', async () => {
		const main = await world.warm();
		const worker = world.machine({ home: main.home });
		await expectAllRuns(worker);
		await world.revoke(world.package);
		await main.client.refresh();
		const before = world.proxy.requests.length;
		await expectNothingRuns(worker, revoked);
		expect(world.proxy.requests).toHaveLength(before);
	});

	it('and by a worker on another machine, whose network is cut, once its snapshot is stale', async () => {
		const [main, worker] = [await world.warm(), await world.warm()];
		await world.revoke(world.package);
		await main.client.refresh();
		await expectNothingRuns(main, revoked);
		await world.proxy.goDown();
		await expectAllRuns(worker);
		await world.later(minutes(16));
		await expectNothingRuns(worker, {
			...{ code: 'MANIFEST_STALE', document: /snapshot\.jwt$/, reason: 'expired' },
			...{ expected: expect.stringContaining('valid at'), actual: expect.stringContaining('expired at') },
		});
	});
});

describe('attack: registry down', () => {
	const served = { deny: false, 'allow-last-approved': true, audit: true };

	it.each(stalePolicies)(
		'warm, under the policy %s: all runs until the snapshot expires, then what the policy says',
		async (stalePolicy) => {
			const machine = await world.warm({ stalePolicy });
			await world.proxy.goDown();
			await world.later(minutes(6));
			await expectAllRuns(machine);
			await expectClientRefused(machine, unreachable);
			await world.later(minutes(10));
			const restarted = world.machine({ home: machine.home, stalePolicy });
			for (const one of [machine, restarted]) {
				if (served[stalePolicy]) {
					await expectAllRuns(one);
					const { warnings } = await one.gate.admit(node);
					expect(warnings).toEqual([expect.stringContaining(`it is used because of the stale policy ${stalePolicy}`)]);
				} else {
					await expectNothingRuns(one, {
						...{ code: 'MANIFEST_STALE', document: /snapshot\.jwt$/, reason: 'expired' },
						...{ expected: expect.stringContaining('valid at'), actual: expect.stringContaining('expired at') },
					});
				}
			}
			const audit = readFileSync(join(machine.home, 'audit', 'manifests.jsonl'), 'utf8');
			expect(audit.includes('"event":"served-stale"')).toBe(served[stalePolicy]);
			await world.proxy.comeBack();
			await world.revoke(world.package);
			await machine.client.refresh();
			await expectNothingRuns(machine, revoked);
		},
	);

	it.each(stalePolicies)('warm and revoked, under the policy %s: what was revoked stays so, however stale', async (stalePolicy) => {
		const machine = await world.warm({ stalePolicy });
		await world.revoke(world.agent);
		await machine.client.refresh();
		await world.proxy.goDown();
		await world.later(minutes(24 * 60));
		const refused: Refusal = served[stalePolicy] ? { ...revoked, document: 'The agent clerk 1.0.0' } : stale;
		expectRefused(await refusalOf(machine.gate.admit(agentOf(world.agent))), refused, { home: machine.home, by: 'gate' });
	});

	it.each(stalePolicies)('cold, under the policy %s: nothing of the registry runs, and the reason is told', async (stalePolicy) => {
		await world.proxy.goDown();
		const machine = world.machine({ stalePolicy });
		await expectNothingRuns(machine, noSnapshot);
		expectRefused(machine.client.lastError, unreachable, { home: machine.home, by: 'client' });
		await world.proxy.comeBack();
		await machine.client.refresh();
		await expectAllRuns(machine);
	});
});

describe('attack: the clock set back', () => {
	it('neither the node nor the worker takes an expired snapshot for a fresh one', async () => {
		const machine = await world.warm();
		const [before, older] = [await recorded(), versionOf(machine)];
		await world.later(minutes(16));
		await machine.client.refresh();
		await expectAllRuns(machine);
		const newer = versionOf(machine);
		await world.revoke(world.package);
		world.nowMs -= minutes(16);
		replay(before);
		const restarted = world.machine({ home: machine.home });
		await expectClientRefused(restarted, {
			...{ code: 'MANIFEST_ROLLED_BACK', document: path, reason: 'rollback', expected: newer, actual: older },
		});
		world.proxy.tampering.clear();
		await restarted.client.refresh();
		await expectNothingRuns(restarted, revoked);
	});

	it('a restart gains nothing: the time goes on from where a process decided last', async () => {
		const machine = await world.warm();
		await world.proxy.goDown();
		world.nowMs += minutes(10);
		const decidedAt = world.nowMs;
		await expectAllRuns(world.machine({ home: machine.home }));
		world.nowMs -= minutes(10);
		const restarted = world.machine({ home: machine.home });
		expect(restarted.trust().nowMs).toBeGreaterThanOrEqual(decidedAt);
		// So the snapshot's fifteen minutes are over at their end, not ten later.
		world.nowMs = decidedAt + minutes(6);
		await expectNothingRuns(restarted, { ...stale, actual: expect.stringContaining('expired at') });
	});
});

it('attack: a rollout with no metrics is held at its first share, however long, and the machines see no more', async () => {
	await world.publish(world.agentNamed('clerk', '1.1.0'));
	await world.registry.startRollout(ada, {
		...{ id: 'clerk-1-1', kind: 'agent', name: 'clerk', from: '1.0.0', to: '1.1.0' },
		stages: [
			{ percent: 10, minimumMinutes: 5 },
			{ percent: 100, minimumMinutes: 5 },
		],
		thresholds: { maximumFailureRate: 0.1, minimumSamples: 1 },
	});
	const machine = await world.warm();
	for (let day = 0; day < 3; day++) {
		await world.later(minutes(24 * 60));
		await world.registry.tick();
	}
	expect(await world.registry.rollouts(bob)).toMatchObject([
		{ stage: 0, state: 'running', percent: 10, reason: expect.stringContaining('0 of 1 samples') },
	]);
	await machine.client.refresh();
	expect(machine.trust().snapshot().document.rollouts).toMatchObject([{ id: 'clerk-1-1', percent: 10, state: 'running' }]);
});

const connectedTo = ({ client, faults }: Machine) =>
	waitUntil('the stream of events', () => client.connected, { seen: () => ({ lastError: client.lastError, faults }) });
