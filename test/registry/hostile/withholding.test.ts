import { expectRefused, type Refusal } from '../../support/registry/expect-refused';
import { HostileRegistry, type Signed } from '../../support/registry/hostile-registry';
import { decideRollout } from '../../../manifests/registry/rollouts/decide-rollout';
import type { RegistryClientOptions } from '../../../manifests/client/client-options';
import { HintLimit } from '../../../manifests/client/hint-limit';
import type { RegistryClient } from '../../../manifests/client/registry-client';

const snapshotPath = 'tenants/default/snapshot';
const minutes = (count: number) => count * 60_000;

let registry: HostileRegistry;
let one: Signed;
beforeEach(async () => {
	registry = await HostileRegistry.start();
	one = registry.prompt('tone', '1.0.0');
});
afterEach(() => registry.stop());

async function expectClientRefused(client: RegistryClient, refusal: Refusal): Promise<void> {
	await client.refresh();
	expectRefused(client.lastError, refusal, { home: registry.home, by: 'client' });
}

const stale: Refusal = {
	...{ code: 'MANIFEST_STALE', reason: 'expired', document: snapshotPath },
	...{ expected: expect.stringMatching(/^a snapshot that is/), actual: expect.stringMatching(/Z$/) },
};
const unreachable: Refusal = {
	...{ code: 'REGISTRY_UNREACHABLE', reason: 'connection', document: snapshotPath },
	...{ expected: 'a response', actual: expect.stringContaining('ECONNREFUSED') },
};

/** A machine that has the snapshot 1. */
async function warm(options: Partial<RegistryClientOptions> = {}, graceSeconds?: number): Promise<RegistryClient> {
	registry.serve(registry.snapshot(1, [one.entry], graceSeconds === undefined ? {} : { graceSeconds }), [one]);
	const client = registry.client(options);
	await client.refresh();
	expect(client.lastError).toBeUndefined();
	registry.trust().snapshot();
	return client;
}

const revoke = (ver = 2) => registry.serve(registry.snapshot(ver, [{ ...one.entry, state: 'revoked', revision: 2 }]));
const stateNow = () => registry.trust().snapshot().document.manifests[0]?.state;
const askedForSnapshot = () => registry.requests.filter((path) => path === snapshotPath).length;

describe('attack: freeze', () => {
	it('an expired snapshot is refused when it is sent, and no longer served when it lies here', async () => {
		const client = await warm();
		registry.nowMs += minutes(16);
		await expectClientRefused(client, stale);
		expect(stateNow).toThrow(expect.objectContaining({ code: 'MANIFEST_STALE', retryable: true }));
	});

	it('an endless 304 leads to one request without a condition, then to stale', async () => {
		const client = await warm();
		let conditions: unknown[] = [];
		registry.lies.set(snapshotPath, (request, response) => {
			conditions.push(request.headers['if-none-match']);
			response.writeHead(304).end();
		});
		await client.refresh();
		expect(client.lastError).toBeUndefined();
		expect(conditions).toEqual([expect.stringMatching(/^"/)]);
		conditions = [];
		registry.nowMs += minutes(16);
		await expectClientRefused(client, stale);
		expect(conditions).toEqual([expect.stringMatching(/^"/), undefined]);
		expect(stateNow).toThrow(expect.objectContaining({ code: 'MANIFEST_STALE' }));
	});

	it('is served for the signed grace, with a warning, and then no more', async () => {
		await warm({}, 600);
		registry.nowMs += minutes(20);
		expect(registry.trust().snapshot()).toMatchObject({ kind: 'grace', warnings: [expect.stringContaining('the signed grace period')] });
		registry.nowMs += minutes(6);
		expect(stateNow).toThrow(expect.objectContaining({ code: 'MANIFEST_STALE' }));
	});

	it('is served by the policy allow-last-approved only where it was accepted while it was fresh, by audit also where not', async () => {
		await warm();
		registry.nowMs += minutes(60);
		expect(registry.trust({ stalePolicy: 'allow-last-approved' }).snapshot()).toMatchObject({
			kind: 'stale',
			warnings: [expect.any(String)],
		});
		registry.serve(registry.snapshot(2, [one.entry], { exp: Math.floor(registry.nowMs / 1000) - 10 }));
		for (const stalePolicy of ['allow-last-approved', 'audit'] as const) {
			const client = registry.client({ rules: { stalePolicy } });
			await expectClientRefused(client, stale);
		}
		expect(registry.trust({ stalePolicy: 'audit' }).snapshot().document.ver).toBe(1);
	});
});

describe('attack: endless or slow body', () => {
	it('an endless one is cut at the size of the longest snapshot', async () => {
		registry.lies.set(snapshotPath, (_request, response) => {
			const part = Buffer.alloc(1024 * 1024, 'a');
			const more = () => void (response.destroyed || response.write(part, more));
			more();
		});
		await expectClientRefused(registry.client(), {
			code: 'REGISTRY_UNREACHABLE',
			reason: 'size',
			document: snapshotPath,
			expected: 'at most 8388608 bytes',
			actual: expect.stringContaining('and more'),
		});
	});

	it('a slow one is cut when its time is over, however it trickles', async () => {
		registry.lies.set(snapshotPath, (_request, response) => {
			const trickle = setInterval(() => response.write('a'), 10);
			response.once('close', () => clearInterval(trickle));
		});
		await expectClientRefused(registry.client({ answerMs: 100 }), {
			code: 'REGISTRY_UNREACHABLE',
			reason: 'timeout',
			document: snapshotPath,
			actual: 'less',
			expected: 'a complete response within 100 ms',
		});
	});

	it('one that never begins holds up a decision for the timeout of the client, no longer', async () => {
		const asked = Promise.withResolvers<void>();
		registry.lies.set(snapshotPath, () => asked.resolve());
		const client = registry.client({ timeoutMs: 20 });
		await client.fresh();
		expect(client.lastError).toBeUndefined();
		await asked.promise;
	});

	it('a slow manifest does not hold up the snapshot that revokes another', async () => {
		await warm();
		const slow = registry.prompt('slow', '1.0.0');
		registry.lies.set(`manifests/${slow.sha256}`, () => undefined);
		registry.serve(registry.snapshot(2, [{ ...one.entry, state: 'revoked', revision: 2 }, slow.entry]));
		await registry.client({ budgetMs: 10 }).refresh();
		expect(stateNow()).toBe('revoked');
	});

	it('a redirect is refused, and so is a compressed answer', async () => {
		registry.lies.set(snapshotPath, (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end());
		await expectClientRefused(registry.client(), {
			...{ code: 'REGISTRY_UNREACHABLE', document: snapshotPath, reason: 'redirect', expected: '200 or 304', actual: 302 },
		});
		registry.lies.set(snapshotPath, (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
		await expectClientRefused(registry.client(), {
			...{ code: 'REGISTRY_UNREACHABLE', document: snapshotPath, reason: 'encoding', expected: 'identity', actual: 'gzip' },
		});
	});
});

describe('late revocation', () => {
	it('is met by an event, at once', async () => {
		const client = await warm({ eventsAfterMs: 0, hintLimits: { gapMs: 0, burst: 10, burstMs: 60_000 } });
		const connected = registry.arrivalOf(snapshotPath);
		client.start();
		await connected; // what happened before there was a stream
		await client.refresh();
		revoke();
		const hinted = registry.arrivalOf(snapshotPath);
		registry.emit('id: 7\nevent: manifest.revoked\ndata: {}\n\n');
		await hinted;
		await client.refresh();
		expect(stateNow()).toBe('revoked');
	});

	it('is met by the second look, where the hint was there before its snapshot', async () => {
		const client = await warm({ eventsAfterMs: 0, hintLimits: { gapMs: 0, burst: 10, burstMs: 60_000 } });
		const connected = registry.arrivalOf(snapshotPath);
		client.start();
		await connected;
		await client.refresh();
		const first = registry.arrivalOf(snapshotPath);
		registry.emit('id: 7\nevent: manifest.revoked\ndata: {}\n\n');
		await first;
		await client.refresh();
		expect(stateNow()).toBe('approved');
		revoke();
		await registry.arrivalOf(snapshotPath);
		await client.refresh();
		expect(stateNow()).toBe('revoked');
	});

	it('is met at once also after many others: what brought news counts as no flood', async () => {
		// One for the connection itself, and one that may find nothing.
		const client = await warm({ eventsAfterMs: 0, hintLimits: { gapMs: 0, burst: 2, burstMs: 600_000 } });
		const connected = registry.arrivalOf(snapshotPath);
		client.start();
		await connected;
		await client.refresh();
		for (let ver = 2; ver <= 6; ver++) {
			revoke(ver);
			const hinted = registry.arrivalOf(snapshotPath);
			registry.emit(`id: ${ver}\nevent: manifest.revoked\ndata: {}\n\n`);
			await hinted;
			await client.refresh();
			// What follows a refresh is over a moment after it.
			await new Promise((later) => setImmediate(later));
			expect(registry.trust().snapshot().document.ver).toBe(ver);
		}
	});

	it('is met without events by the first decision after the TTL, in whichever process', async () => {
		await warm();
		revoke();
		const other = registry.client();
		registry.nowMs += 299_000;
		expect(other.fresh()).toBeUndefined();
		expect(stateNow()).toBe('approved');
		registry.nowMs += 2_000;
		await registry.client().fresh();
		expect(stateNow()).toBe('revoked');
	});

	it('is met by the poll, when nobody asks', async () => {
		const client = await warm({ ttlMs: 40, eventsAfterMs: 60_000 });
		revoke();
		const polled = registry.arrivalOf(snapshotPath);
		registry.nowMs += 40;
		client.start();
		await polled;
		await client.refresh();
		expect(stateNow()).toBe('revoked');
	});
});

describe('attack: a flood of forged events', () => {
	it('leads to one request, and to a decision by the snapshot alone', async () => {
		const client = await warm({ eventsAfterMs: 0, hintLimits: { gapMs: 60_000, burst: 10, burstMs: 60_000 } });
		const connected = registry.arrivalOf(snapshotPath);
		client.start();
		await connected;
		await client.refresh();
		const before = askedForSnapshot();
		for (let id = 1; id <= 5_000; id++) registry.emit(`id: ${id}\nevent: manifest.revoked\ndata: {"about":{"name":"tone"}}\n\n`);
		await client.refresh();
		expect(askedForSnapshot() - before).toBeLessThanOrEqual(2);
		expect(stateNow()).toBe('approved');
	});

	it('is at most one request a second, and ten a minute that find nothing, and no hint is lost', () => {
		const limit = new HintLimit();
		const taken: number[] = [];
		for (let now = 0; now < 300_000; now += 50) {
			if (limit.waitMs(now) > 0) continue;
			limit.take(now);
			taken.push(now);
		}
		expect(Math.min(...taken.slice(1).map((at, index) => at - (taken[index] ?? 0)))).toBeGreaterThanOrEqual(1_000);
		for (const at of taken) expect(taken.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(10);
		expect(taken.length).toBe(50);
	});

	it('of bytes ends the stream, which is told of, and the poll goes on', async () => {
		const told: unknown[] = [];
		let hear = () => undefined as void;
		const heard = new Promise<void>((resolve) => (hear = resolve));
		const client = registry.client({ eventsAfterMs: 0, events: { bytesPerMinute: 1_000 }, onFault: (error) => (told.push(error), hear()) });
		registry.serve(registry.snapshot(1, [one.entry]), [one]);
		const connected = registry.arrivalOf(snapshotPath);
		client.start();
		await connected;
		registry.emit(`data: ${'x'.repeat(5_000)}\n\n`);
		await heard;
		expect(told).toContainEqual(
			expect.objectContaining({ code: 'REGISTRY_UNREACHABLE', details: expect.objectContaining({ reason: 'size', document: 'events' }) }),
		);
		await client.refresh();
		expect(client.lastError).toBeUndefined();
	});
});

describe('the registry down', () => {
	it('warm: what is on the disk serves until it expires, then the stale policy decides', async () => {
		await warm();
		registry.goDown();
		registry.nowMs += minutes(6);
		const client = registry.client();
		await client.fresh();
		expectRefused(client.lastError, unreachable, { home: registry.home, by: 'client' });
		expect(stateNow()).toBe('approved');
		// It is not asked again for each decision.
		expect(registry.client().fresh()).toBeUndefined();
		registry.nowMs += minutes(10);
		expect(stateNow).toThrow(expect.objectContaining({ code: 'MANIFEST_STALE' }));
		expect(registry.trust({ stalePolicy: 'allow-last-approved' }).snapshot().kind).toBe('stale');
	});

	it('cold: nothing runs, and the reason is told', async () => {
		registry.goDown();
		const client = registry.client();
		await expectClientRefused(client, unreachable);
		const told = {
			message: expect.stringContaining('the registry has sent no snapshot'),
			fix: expect.stringContaining('TROUPE_REGISTRY_TOKEN'),
		};
		const details = expect.objectContaining({ reason: 'missing' });
		expect(stateNow).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID', ...told, details }));
	});

	it('answers errors: the machine keeps to what it has', async () => {
		const client = await warm();
		registry.lies.set(snapshotPath, (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end());
		await expectClientRefused(client, {
			...{ code: 'REGISTRY_UNREACHABLE', document: snapshotPath, reason: 'status', expected: '200 or 304', actual: 503 },
		});
		expect(client.lastError?.retryAfterMs).toBe(7_000);
		registry.lies.set(snapshotPath, (_request, response) => response.writeHead(401).end());
		await expectClientRefused(client, {
			...{ code: 'ACCESS_DENIED', document: snapshotPath, reason: 'access', expected: '200 or 304', actual: 401 },
		});
		expect(stateNow()).toBe('approved');
	});
});

it('a rollout with no metrics is held, never promoted: its share stays what the snapshot signs', async () => {
	const from = one.entry.version;
	const rollout = { id: 'tone-2', kind: 'prompt' as const, package: 'tone', from, to: '2.0.0', percent: 10, state: 'running' as const };
	const next = registry.prompt('tone', '2.0.0');
	registry.serve(registry.snapshot(1, [one.entry, next.entry], { rollouts: [rollout] }), [one, next]);
	await registry.client().refresh();
	expect(registry.trust().snapshot().document.rollouts).toEqual([rollout]);
	const stages = [10, 100].map((percent) => ({ percent, minimumMinutes: 0 }));
	const held = {
		...rollout,
		name: 'tone',
		stages,
		stage: 0,
		stageSince: new Date(0).toISOString(),
		samples: { succeeded: 0, failed: 0 },
		revision: 1,
	};
	const facts = { now: registry.nowMs, to: { state: 'approved' as const, revision: 1 }, approved: [from, '2.0.0'] };
	for (const minimumSamples of [0, 1, 50]) {
		const decision = decideRollout({ ...held, thresholds: { maximumFailureRate: 1, minimumSamples } }, facts);
		expect(decision).toEqual({ kind: 'hold', reason: expect.stringMatching(/^0 of \d+ samples$/) });
	}
	expect(decideRollout(held, facts)).toMatchObject({ kind: 'hold' });
});
