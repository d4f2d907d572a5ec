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
