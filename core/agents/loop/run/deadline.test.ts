import { startDeadline } from './deadline';

const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('aborts when the time is up, and says that it was the time', async () => {
	const deadline = startDeadline(new AbortController().signal, 5);
	expect(deadline.signal.aborted).toBe(false);
	await soon(20);
	expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError', message: 'The limit of 5 ms has passed.' });
	expect(deadline.expired()).toBe(true);
});

test('aborts with the host’s reason when the host does, also when it already has', () => {
	const host = new AbortController();
	const early = startDeadline(host.signal, 1000);
	host.abort('enough');
	const late = startDeadline(host.signal, 1000);
	for (const deadline of [early, late]) {
		expect([deadline.signal.reason, deadline.expired()]).toEqual(['enough', false]);
		deadline.end();
	}
});

test('leaves the host alone once the run is over', async () => {
	const host = new AbortController();
	const deadline = startDeadline(host.signal, 5);
	deadline.end();
	host.abort();
	await soon(20);
	expect([deadline.signal.aborted, deadline.expired()]).toEqual([false, false]);
});
