import { TroupeError } from '../../../../core/base/errors';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { RequestBatches } from './request-batches';

const request = (key: string, stored = '{}'): ReceivedRequest => ({ tenant: 'acme', channel: 'sales', key, stored, receivedAt: 1 });
const keysOf = (batch: readonly ReceivedRequest[]) => batch.map(({ key }) => key);

/** A store that is busy until it is released. */
function slowStore() {
	const written: string[][] = [];
	const release: Array<() => void> = [];
	const batches = new RequestBatches((batch) => {
		written.push(keysOf(batch));
		return new Promise((resolve) => release.push(resolve));
	});
	return { batches, written, release };
}

it('writes together what arrives while others are written, and answers after that', async () => {
	const { batches, written, release } = slowStore();
	const answered: string[] = [];
	const add = (key: string) => batches.add(request(key)).then(() => answered.push(key));
	const first = [add('a'), add('b')];
	await new Promise(setImmediate);
	const second = [add('c'), add('d')];
	await new Promise(setImmediate);
	expect([written, answered]).toEqual([[['a', 'b']], []]);
	release[0]!();
	await Promise.all(first);
	expect(answered).toEqual(['a', 'b']);
	await new Promise(setImmediate);
	release[1]!();
	await Promise.all(second);
	expect(written).toEqual([
		['a', 'b'],
		['c', 'd'],
	]);
});

it('refuses more than fits into memory, says when to come again, and takes it then', async () => {
	const { batches, written, release } = slowStore();
	const large = 'x'.repeat(1024 * 1024);
	const waiting = Array.from({ length: 33 }, (_, index) => batches.add(request(`${index}`, large)));
	const refused = waiting.pop()!;
	await expect(refused).rejects.toMatchObject({ code: 'CHANNEL_BUSY', retryable: true, retryAfterMs: 5_000 });
	await new Promise(setImmediate);
	expect(written).toHaveLength(1);
	release[0]!();
	await Promise.all(waiting);
	const again = batches.add(request('32', large));
	await new Promise(setImmediate);
	release[1]!();
	await again;
	const many = Array.from({ length: 4_097 }, (_, index) => batches.add(request(`small ${index}`)));
	await expect(many.at(-1)).rejects.toMatchObject({ code: 'CHANNEL_BUSY' });
});

it('stores the others where one cannot be stored', async () => {
	const stored: string[] = [];
	const batches = new RequestBatches(async (batch) => {
		if (keysOf(batch).includes('bad')) throw new Error('invalid byte sequence');
		stored.push(...keysOf(batch));
	});
	const results = await Promise.allSettled(['a', 'bad', 'b'].map((key) => batches.add(request(key))));
	expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(stored).toEqual(['a', 'b']);
});

it('refuses all at once while the store does not answer', async () => {
	let attempts = 0;
	const fault = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'gone', fix: 'wait', retryable: true });
	const batches = new RequestBatches(async () => {
		attempts += 1;
		throw fault;
	});
	const results = await Promise.allSettled(['a', 'b', 'c'].map((key) => batches.add(request(key))));
	expect(results).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: fault })));
	expect(attempts).toBe(1);
});

it('lets processing go on when nothing waits any more, or after its time', async () => {
	const { batches, release } = slowStore();
	await batches.rest(60_000); // nothing waits
	const adding = batches.add(request('a'));
	await batches.rest(1);
	let isResting = true;
	const resting = batches.rest(60_000).then(() => (isResting = false));
	await new Promise(setImmediate);
	expect(isResting).toBe(true);
	release[0]!();
	await Promise.all([adding, resting]);
});
