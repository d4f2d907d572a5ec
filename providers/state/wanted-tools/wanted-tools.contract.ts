import type { WantedToolStore } from './wanted-tool-store';

export function testWantedTools(open: () => WantedToolStore): void {
	const wish = (tool: string, changes: Partial<{ agent: string; source: 'run' | 'definition' }> = {}) =>
		({ tool, agent: 'sales', source: 'run', ...changes }) as const;

	test('calls are counted by tool and agent, also at the same time; a definition counts once', async () => {
		const wanted = open();
		await Promise.all(Array.from({ length: 5 }, () => wanted.note('acme', wish('send_invoice'))));
		await wanted.note('acme', wish('send_invoice', { agent: 'support' }));
		for (let time = 0; time < 3; time += 1) await wanted.note('acme', wish('send_invoice', { source: 'definition' }));
		expect((await wanted.list('acme', 10)).map(({ agent, source, count }) => `${agent} ${source} ${count}`)).toEqual(
			expect.arrayContaining(['sales run 5', 'support run 1', 'sales definition 1']),
		);
		expect((await wanted.list('acme', 1))[0]).toMatchObject({ agent: 'sales', count: 5 });
	});

	test('a tenant sees its own, and removes them', async () => {
		const wanted = open();
		await wanted.note('acme', wish('a'));
		await wanted.note('globex', wish('a'));
		expect(await wanted.remove('acme', 'a')).toBe(1);
		expect([await wanted.list('acme', 10), await wanted.remove('acme', 'a')]).toEqual([[], 0]);
		expect(await wanted.list('globex', 10)).toHaveLength(1);
	});
}
