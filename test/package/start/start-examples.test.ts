import { join } from 'node:path';
import { exampleTemplates } from '../../../scripts/start/example-templates.mjs';
import { startLocalPages } from '../../../scripts/start/local-pages.mjs';

let pages: Awaited<ReturnType<typeof startLocalPages>>;
beforeEach(async () => {
	pages = await startLocalPages();
	pages.add(exampleTemplates(join(process.cwd(), 'examples'), () => Promise.resolve([])));
	pages.add(({ path }: { path: string }) => (path === '/start/secret' ? { status: 303, headers: { location: '/' } } : undefined));
});
afterEach(() => pages.stop());

const read = (path: string, origin: string, init: RequestInit = {}) =>
	fetch(pages.url + path, { redirect: 'manual', ...init, headers: { origin, ...init.headers } });

const editor = 'http://127.0.0.1:5678';

describe('the examples on n8n’s page "Templates"', () => {
	it('may be read by the editor, which asks with its cookies and headers of its own', async () => {
		const asked = await read('/templates/search', editor, {
			method: 'OPTIONS',
			headers: { 'access-control-request-method': 'GET', 'access-control-request-headers': 'n8n-version' },
		});
		expect(asked.status).toBe(204);
		expect(Object.fromEntries(asked.headers)).toMatchObject({
			'access-control-allow-origin': editor,
			'access-control-allow-credentials': 'true',
			'access-control-allow-headers': 'n8n-version',
		});
		const answer = await read('/templates/search', editor);
		expect(answer.headers.get('access-control-allow-origin')).toBe(editor);
		expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
		expect(((await answer.json()) as { workflows: Array<{ name: string }> }).workflows[0]!.name).toBe('Start here: your first agent');
	});

	it('are not for pages of other sites', async () => {
		for (const origin of ['https://example.com', 'http://127.0.0.1.example.com', 'null'])
			expect((await read('/templates/search', origin)).headers.get('access-control-allow-origin')).toBeNull();
	});

	it('leave the page that signs in closed', async () => {
		expect((await read('/start/secret', editor)).headers.get('access-control-allow-origin')).toBeNull();
	});
});
