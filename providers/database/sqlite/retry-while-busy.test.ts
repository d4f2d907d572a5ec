import { retryWhileBusy } from './retry-while-busy';

const fault = (errcode: number) => Object.assign(new Error(`fault ${errcode}`), { errcode });

it('repeats what another process prevents, also where SQLite says more of the reason', async () => {
	const faults = [fault(5), fault(261)];
	const act = () => {
		const next = faults.shift();
		if (next) throw next;
		return 'done';
	};
	await expect(retryWhileBusy(act)).resolves.toBe('done');
});

it('gives up after the timeout, with the fault of the last attempt', async () => {
	await expect(retryWhileBusy(() => Promise.reject(fault(5)), 0)).rejects.toThrow('fault 5');
});

it('does not repeat what failed for another reason', async () => {
	let attempts = 0;
	const act = () => {
		attempts++;
		throw fault(13);
	};
	await expect(retryWhileBusy(act)).rejects.toThrow('fault 13');
	expect(attempts).toBe(1);
});
