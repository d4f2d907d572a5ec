import { waitUntil, within } from './wait-until';

it('looks again until there is something', async () => {
	let looks = 0;
	expect(await waitUntil('the third look', () => (++looks === 3 ? { looks } : undefined), { everyMs: 1 })).toEqual({ looks: 3 });
	expect(await waitUntil('a number', () => Promise.resolve(0))).toBe(0);
});

it('says what was waited for and what was seen, and looks no more', async () => {
	let looks = 0;
	const look = () => ((looks += 1), false);
	const waiting = waitUntil('Godot', look, { forMs: 20, everyMs: 1, seen: () => ['Vladimir', 'Estragon'] });
	await expect(waiting).rejects.toThrow("Waited 0.02 s for Godot without success. Seen: [ 'Vladimir', 'Estragon' ]");
	const before = looks;
	await new Promise((resolve) => setTimeout(resolve, 10));
	expect(looks).toBe(before);
	await expect(waitUntil('the log', () => '', { forMs: 1 })).rejects.toThrow(/for the log without success\. Seen: $/);
});

it('ends also where the look itself does not, and where what was promised is not kept', async () => {
	const never = new Promise<never>(() => undefined);
	await expect(waitUntil('an answer', () => never, { forMs: 5 })).rejects.toThrow('for an answer without success. Seen: undefined');
	await expect(within('a word', never, { forMs: 5 })).rejects.toThrow(/^Waited 0\.005 s for a word without success\.$/);
	await expect(within('a word', Promise.resolve('yes'))).resolves.toBe('yes');
});

it('throws what the look throws, at once', async () => {
	await expect(waitUntil('a process', () => Promise.reject(new Error('it ended with 1')))).rejects.toThrow('it ended with 1');
});
