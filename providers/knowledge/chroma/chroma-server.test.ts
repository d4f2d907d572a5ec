import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { ChromaServer } from './chroma-server';

test.each([
	{ url: 'http://localhost:8000', token: 'secret\nof two lines' },
	{ url: 'http://localhost:8000', token: 'sécret-secret' },
	{ url: 'http://user:secret@localhost:8000' },
	{ url: 'http://localhost:8000/secret' },
	{ url: 'localhost-secret' },
])('%j is refused before anybody is called, and nothing of it is repeated', (place) => {
	let error: unknown;
	try {
		void new ChromaServer(place);
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('TROUPE_CHROMA_TOKEN') });
	expect(inspect(error, { depth: 9 })).not.toContain('secret');
});

test('where the server leads elsewhere nobody follows, with the token or without it', async () => {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url!);
		response.writeHead(307, { location: '/elsewhere' }).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const chroma = new ChromaServer({ url: `http://127.0.0.1:${port}`, token: 'secret' });
		await expect(chroma.mostAtOnce()).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
		await expect(chroma.find('house')).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
		expect(asked.length).toBeGreaterThan(0);
		expect(asked).not.toContain('/elsewhere');
	} finally {
		server.close();
		server.closeAllConnections();
	}
});
