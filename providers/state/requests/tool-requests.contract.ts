import type { ToolRequestStore } from './tool-request-store';

/** Tests the requests for tools on any database, which is empty at the start of a test. */
export function testToolRequests(open: () => ToolRequestStore): void {
	const wish = (tool: string, changes: Partial<{ agent: string; source: 'run' | 'definition' }> = {}) =>
		({ tool, agent: 'sales', source: 'run', ...changes }) as const;

	test('calls are counted by tool and agent, also at the same time; a definition counts once', async () => {
		const requests = open();
		await Promise.all(Array.from({ length: 5 }, () => requests.note('acme', wish('send_invoice'))));
		await requests.note('acme', wish('send_invoice', { agent: 'support' }));
		for (let time = 0; time < 3; time += 1) await requests.note('acme', wish('send_invoice', { source: 'definition' }));
		expect((await requests.list('acme', 10)).map(({ agent, source, count }) => `${agent} ${source} ${count}`)).toEqual(
			expect.arrayContaining(['sales run 5', 'support run 1', 'sales definition 1']),
		);
		expect((await requests.list('acme', 1))[0]).toMatchObject({ agent: 'sales', count: 5 });
	});

	test('a tenant sees its own, and removes them', async () => {
		const requests = open();
		await requests.note('acme', wish('a'));
		await requests.note('globex', wish('a'));
		expect(await requests.remove('acme', 'a')).toBe(1);
		expect([await requests.list('acme', 10), await requests.remove('acme', 'a')]).toEqual([[], 0]);
		expect(await requests.list('globex', 10)).toHaveLength(1);
	});
}
