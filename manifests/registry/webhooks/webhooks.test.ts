import { createHmac } from 'node:crypto';
import type { RegistryEvent } from '../registry-api';
import type { Delivery } from './deliver';
import { signedHeaders } from './signature';
import type { StoredWebhook } from './webhook';
import { Webhooks } from './webhooks';

const caller = { tenant: 'acme', subject: 'ada@example.com' };
const eventOf = (id: number): RegistryEvent => ({ id, type: 'manifest.revoked', at: '2026-01-01T00:00:00.000Z', about: {} });

/** A registry that has said some events and says more when told, a store, and an address that answers as it is told. */
function world({ status, stored = [], said = 0 }: { status?: () => number | Error; stored?: StoredWebhook[]; said?: number } = {}) {
	let last = said;
	let wake = Promise.withResolvers<void>();
	let kept: StoredWebhook[] = stored;
	const delivered: number[] = [];
	const pauses: number[] = [];
	let arrived = Promise.withResolvers<void>();
	const events = async function* (_caller: unknown, after = last, signal: AbortSignal, { follow = true } = {}) {
		for (let id = after + 1; !signal.aborted; id += 1) {
			if (id > last && !follow) return;
			const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
			while (id > last && !signal.aborted) await Promise.race([wake.promise, aborted]);
			if (!signal.aborted) yield eventOf(id);
		}
	};
	const delivery: Delivery = {
		fetch: async (_url, init) => {
			delivered.push((JSON.parse(init?.body as string) as { data: { id: number } }).data.id);
			const answer = status?.() ?? 200;
			arrived.resolve();
			arrived = Promise.withResolvers<void>();
			if (answer instanceof Error) throw answer;
			return new Response(null, { status: answer });
		},
		now: () => 1_767_225_600_000,
		pause: async (milliseconds) => void pauses.push(milliseconds),
		checkAddress: async () => undefined,
	};
	const faults: unknown[] = [];
	const webhooks = new Webhooks({
		registry: { events },
		store: { read: () => kept, write: (hooks) => (kept = structuredClone([...hooks])) },
		delivery,
		reportFault: (error) => faults.push(error),
	});
	const say = (count: number) => {
		last += count;
		wake.resolve();
		wake = Promise.withResolvers<void>();
	};
	const deliveries = async (count: number) => {
		while (delivered.length < count) await arrived.promise;
		return delivered;
	};
	return { webhooks, say, deliveries, pauses, faults, kept: () => kept };
}

test('signs as Standard Webhooks has it', () => {
	const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
	const { 'webhook-signature': signature } = signedHeaders(secret, 'acme-1', 1_767_225_600_999, '{}');
	const expected = createHmac('sha256', 'a secret of thirty-two bytes, ok').update('acme-1.1767225600.{}').digest('base64');
	expect(signature).toBe(`v1,${expected}`);
});

test('delivers what is said from now on, in order, and goes on there after a restart', async () => {
	const first = world({ said: 5 });
	first.webhooks.start();
	await first.webhooks.add(caller, { url: 'https://hooks.example/' });
	first.say(2);
	expect(await first.deliveries(2)).toEqual([6, 7]);
	await first.webhooks.close();
	expect(first.kept()).toMatchObject([{ after: 7, lastStatus: '200', failures: 0 }]);

	const second = world({ stored: first.kept(), said: 9 });
	second.webhooks.start();
	expect(await second.deliveries(2)).toEqual([8, 9]);
	await second.webhooks.close();
	expect([...first.faults, ...second.faults]).toEqual([]);
});

test('tries again later and later, gives one event up, and delivers the next', async () => {
	let down = true;
	const { webhooks, say, deliveries, pauses, kept } = world({ status: () => (down ? new TypeError('no connection') : 200) });
	webhooks.start();
	await webhooks.add(caller, { url: 'https://hooks.example/' });
	say(1);
	expect(await deliveries(6)).toEqual([1, 1, 1, 1, 1, 1]);
	down = false;
	say(1);
	expect((await deliveries(7)).at(-1)).toBe(2);
	expect(pauses).toHaveLength(5);
	expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
	await webhooks.close();
	expect(kept()).toMatchObject([{ after: 2, failures: 0 }]);
});

test('an address that answers 410 is removed', async () => {
	const { webhooks, say, deliveries, kept } = world({ status: () => 410 });
	webhooks.start();
	await webhooks.add(caller, { url: 'https://hooks.example/' });
	say(1);
	await deliveries(1);
	await webhooks.close();
	expect(kept()).toEqual([]);
});

test('another tenant neither sees nor removes it, and there are at most twenty', async () => {
	const { webhooks } = world();
	webhooks.start();
	const { id } = await webhooks.add(caller, { url: 'https://hooks.example/' });
	const other = { tenant: 'other', subject: 'x' };
	expect(webhooks.list(other)).toEqual([]);
	expect(webhooks.remove(other, id)).toBe(false);
	for (let number = 1; number < 20; number += 1) await webhooks.add(caller, { url: 'https://hooks.example/' });
	await expect(webhooks.add(caller, { url: 'https://hooks.example/' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	expect(webhooks.remove(caller, id)).toBe(true);
	await webhooks.close();
});
