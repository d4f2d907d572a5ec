import { exportPerson } from './export';

it('refuses an export that goes round in circles, which would never end, nor be whole', async () => {
	const cursors = ['a', 'b', 'a'];
	let calls = 0;
	const service = {
		call: () =>
			Promise.resolve({ rows: [], leftOut: {}, notReached: [], page: '', answer: { person: { id: 'p' } }, cursor: cursors[calls++] }),
	};
	const context = { getNodeParameter: (name: string, _item: number, fallback: unknown) => (name === 'person' ? 'ana' : fallback) };
	const asked = exportPerson({ context, item: 0, service, noteAbout: () => Promise.resolve() } as never);
	await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE', message: expect.stringContaining('never end') as string });
	expect(calls).toBe(3);
});
