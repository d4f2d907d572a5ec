import { SharedReads } from './shared-reads';

const begin = () => new Promise((resolve) => setImmediate(resolve));

it('shares a read among all who ask before it begins', async () => {
	let loads = 0;
	const reads = new SharedReads<number>(async () => ++loads);
	const first = reads.read('a');
	await Promise.resolve();
	expect(await Promise.all([first, reads.read('a'), reads.read('b')])).toEqual([1, 1, 2]);
	expect(await reads.read('a')).toBe(3);
});

it('answers nobody with a read that began before they asked, and runs one at a time', async () => {
	let stored = 1;
	let running = 0;
	const loads: number[] = [];
	const reads = new SharedReads<number>(async () => {
		expect(++running).toBe(1);
		const value = stored;
		loads.push(value);
		await new Promise((resolve) => setTimeout(resolve, 5));
		running--;
		return value;
	});
	const first = reads.read('a');
	await begin();
	stored = 2;
	const later = [reads.read('a'), reads.read('a'), reads.read('a')];
	expect(await first).toBe(1);
	expect(await Promise.all(later)).toEqual([2, 2, 2]);
	stored = 3;
	expect(await reads.read('a')).toBe(3);
	expect(loads).toEqual([1, 2, 3]);
});

it('reads again after a failure, for who waits and for who comes later', async () => {
	let loads = 0;
	const reads = new SharedReads<string>(async () => {
		await Promise.resolve();
		if (++loads === 1) throw new Error('away');
		return 'there';
	});
	const first = reads.read('a');
	await begin();
	const second = reads.read('a');
	await expect(first).rejects.toThrow('away');
	expect(await second).toBe('there');
	expect(await reads.read('a')).toBe('there');
});
