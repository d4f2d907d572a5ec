import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importWorkflows } from '../../../scripts/start/workflows.mjs';

interface Stored {
	id: string;
	name: string;
	versionId: string;
	published?: string;
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-workflows-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The calls of n8n's REST API that the import makes; each change gives a new version. */
function fakeN8n() {
	const stored = new Map<string, Stored>();
	let versions = 0;
	const put = (workflow: object) => {
		const saved = { ...(workflow as Stored), versionId: `v${++versions}` };
		stored.set(saved.id, saved);
		return saved;
	};
	const rest = (method: string, path: string, body: object = {}) => {
		const [, , id, action] = path.split('/');
		const found = stored.get(id ?? '');
		if (method === 'GET') return Promise.resolve(found);
		if (action === 'activate') return Promise.resolve(Object.assign(found!, { published: (body as Stored).versionId }));
		return Promise.resolve(put(body));
	};
	return { rest, stored, edit: (id: string, name: string) => put({ ...stored.get(id), name }) };
}

describe('the workflows that npm start brings', () => {
	const said: string[] = [];
	const run = (n8n: ReturnType<typeof fakeN8n>, name: string) =>
		importWorkflows(n8n.rest, {
			workflows: [{ id: 'start', name }],
			recordFile: join(folder, 'workflows.json'),
			progress: (line: string) => said.push(line),
		});

	it('are created and published, and updated as long as nobody changed them', async () => {
		const n8n = fakeN8n();
		await run(n8n, 'first');
		expect(n8n.stored.get('start')).toMatchObject({ name: 'first', versionId: 'v1', published: 'v1' });
		await run(n8n, 'second');
		expect(n8n.stored.get('start')).toMatchObject({ name: 'second', versionId: 'v2', published: 'v2' });
	});

	it('are left alone once a person changed them, which is said once', async () => {
		const n8n = fakeN8n();
		await run(n8n, 'first');
		n8n.edit('start', 'mine');
		await run(n8n, 'second');
		await run(n8n, 'second');
		expect(n8n.stored.get('start')?.name).toBe('mine');
		expect(said).toEqual(['n8n: keeping your changed "mine"; to get the current one, delete it in n8n and start again']);
	});

	it('come back when a person deleted them', async () => {
		const n8n = fakeN8n();
		await run(n8n, 'first');
		n8n.stored.clear();
		await run(n8n, 'first');
		expect(n8n.stored.get('start')).toMatchObject({ name: 'first', published: 'v2' });
	});
});
