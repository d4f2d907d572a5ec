import { fakeTool } from '../../test/fakes/tool-agent';
import type { SeenTools } from './seen-tools';

/** Tests the tools of nodes on any database. `open` opens the same one each time; it is empty at the start of a test. */
export function testSeenTools(open: (tenant?: string) => SeenTools): void {
	test('the tools of a node are those of its last run, for whoever opens the database', async () => {
		const tools = open();
		expect(await tools.list('w n')).toEqual([]);
		await tools.remember('w n', [fakeTool('send'), fakeTool('look')]);
		await tools.remember('w other', [fakeTool('else')]);
		expect((await open().list('w n')).map(({ name }) => name)).toEqual(['send', 'look']);
		await tools.remember('w n', []);
		expect(await open().list('w n')).toEqual([]);
	});

	test('a tenant sees its own', async () => {
		await open('ours').remember('w n', [fakeTool('send')]);
		expect(await open('theirs').list('w n')).toEqual([]);
	});

	test('long descriptions and lists are cut', async () => {
		await open().remember(
			'w n',
			Array.from({ length: 201 }, (_, index) => ({ ...fakeTool(`tool ${index}`), description: 'x'.repeat(1_000) })),
		);
		const stored = await open().list('w n');
		expect([stored.length, stored[0]!.description.length]).toEqual([200, 200]);
	});
}
