import { Pool } from './pool';

it('gives a slot to the next piece of work when one leaves it, and waits for both', async () => {
	const begun: string[] = [];
	const held = Promise.withResolvers<void>();
	let leave = () => {};
	const work = (one: string, leaveSlot: () => void) => {
		begun.push(one);
		leave = leaveSlot;
		return held.promise;
	};
	let wakes = 0;
	const pool = new Pool<string>(1, work, { onFree: () => (wakes += 1), onFault: () => undefined });
	const fill = (one: string) => pool.fill(() => Promise.resolve([one]));
	await fill('late');
	expect([await fill('next'), pool.running]).toEqual([0, 1]);
	leave();
	leave(); // once is enough
	expect([wakes > 0, await fill('next'), await fill('third'), pool.running]).toEqual([true, 1, 0, 2]);
	held.resolve();
	await pool.ended();
	expect(begun).toEqual(['late', 'next']);
	expect(await fill('third')).toBe(1);
});
