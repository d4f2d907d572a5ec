import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecret } from '../../core/base/network/webhook-signature';
import { openEvents } from '../../providers/compose/events/events';
import { openGate } from '../../test/fakes/permissive-gate';
import { registryEventTypes } from '../../manifests/registry/registry-api';
import { registryWebhooks } from './registry-webhooks';

const ada = { tenant: 'acme', subject: 'ada@example.com' };
const other = { tenant: 'other', subject: 'x' };
const url = 'http://127.0.0.1:9/hook';
let stateFolder: string;
beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-registry-webhooks-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const hostWith = (environment: Record<string, string> = { TROUPE_WEBHOOK_PRIVATE: 'allow' }) => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, environment },
});

test('are subscriptions to events of the registry, of one tenant, and no others', async () => {
	const webhooks = registryWebhooks(hostWith());
	const { id, secret } = await webhooks.add(ada, { url });
	const { subscriptions } = await openEvents(hostWith());
	const runs = await subscriptions.add('acme', { url, types: ['agent.run.failed'], maxAttempts: 3, secret: newSecret() });
	const all = await subscriptions.add('acme', { url, types: [], maxAttempts: 3, secret: newSecret() });

	const listed = await webhooks.list(ada);
	expect(listed).toEqual([
		{ id, url, events: registryEventTypes, createdAt: expect.any(String) as string, state: 'active', failures: 0, dead: 0 },
	]);
	expect(JSON.stringify(listed)).not.toContain(secret);
	for (const hidden of [runs.id, all.id]) {
		expect(await webhooks.remove(ada, hidden)).toBe(false);
		expect(await webhooks.dead(ada, hidden)).toBeUndefined();
	}
	expect([await webhooks.list(other), await webhooks.remove(other, id), await webhooks.dead(other, id)]).toEqual([[], false, undefined]);
	expect(await webhooks.remove(ada, id)).toBe(true);
	expect(await subscriptions.list('acme')).toHaveLength(2);
});

test('show what is tried again, what was given up by the number of the event, and why they are disabled', async () => {
	const webhooks = registryWebhooks(hostWith());
	const { id } = await webhooks.add(ada, { url, events: ['policy.changed'] });
	const { append, deliveries } = await openEvents(hostWith());
	const changed = (number: number) => ({
		...{ type: 'policy.changed' as const, data: { id: number, tenant: 'acme', about: {} }, key: `registry ${number}` },
	});
	const take = async () => (await deliveries.queue.take('me', { max: 1, leaseMs: 60_000 }))[0]!;
	const attempt = (status: string) => ({ at: 1, status, durationMs: 5, error: `It answered ${status}.` });
	await append('acme', [changed(17)]);
	await deliveries.end(await take(), { kind: 'retry', afterMs: 0, attempt: attempt('503') });
	const retry = { attempts: 1, nextAt: expect.any(String) as string };
	expect(await webhooks.list(ada)).toMatchObject([{ lastStatus: '503', failures: 0, dead: 0, retry }]);
	await deliveries.end(await take(), { kind: 'dead', reason: 'gone', disables: true, attempt: attempt('410') });
	expect(await webhooks.list(ada)).toMatchObject([{ state: 'disabled', reason: 'The receiver answered 410 Gone.', failures: 1, dead: 1 }]);
	expect(await webhooks.dead(ada, id)).toEqual([
		{ event: 17, type: 'policy.changed', at: expect.any(String) as string, attempts: 2, status: '410' },
	]);
});

test('are refused in private networks, with a text that is not an address, and above the max', async () => {
	await expect(registryWebhooks(hostWith({})).add(ada, { url })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
	const webhooks = registryWebhooks(hostWith());
	await expect(webhooks.add(ada, { url: 'nothing' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	for (let count = 0; count < 50; count += 1) await webhooks.add(ada, { url });
	await expect(webhooks.add(ada, { url })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});
