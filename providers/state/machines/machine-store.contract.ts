import { type MachineStore } from './machine-store';

/** Tests what processes report on any database. `open` opens the same one each time; it is empty at the start of a test. */
export function testMachineStore(open: () => MachineStore): void {
	const process = { id: 'p1', machine: 'one', program: 'serve', report: '{"agents":[]}', uptimeMs: 5_000 };

	test('a report replaces the one before, for whoever opens the database', async () => {
		await open().report(process);
		await open().report({ ...process, report: '{"agents":[1]}', uptimeMs: 35_000 });
		await open().report({ ...process, id: 'p2', program: 'worker' });
		const { processes, now } = await open().list();
		expect(processes).toHaveLength(2);
		const one = processes.find(({ id }) => id === 'p1')!;
		expect(one).toMatchObject({ machine: 'one', program: 'serve', report: '{"agents":[1]}' });
		expect(one.lastSeenAt - one.startedAt).toBeGreaterThanOrEqual(5_000);
		expect(one.lastSeenAt).toBeLessThanOrEqual(now);
		expect(one.stoppedAt).toBeUndefined();
	});

	test('a process says that it stops', async () => {
		await open().report(process);
		await open().report({ ...process, isStopping: true });
		const { processes } = await open().list();
		expect(processes.map(({ lastSeenAt, stoppedAt }) => stoppedAt === lastSeenAt)).toEqual([true]);
	});
}
