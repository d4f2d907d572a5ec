import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runIngest } from '../../../cli/knowledge/ingest/ingest-run';
import { runTroupe } from '../../../cli/program';
import { writeServices } from '../../../cli/services/known-services';
import type { Terminal } from '../../../cli/terminal/terminal';
import { testTerminal } from '../../../test/support/test-terminal';
import { withoutModel } from '../../../core/ports/runs/run-records';
import { closeKnowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../../providers/compose/knowledge/knowledge-task';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { until } from '../../../test/support/wait-until';

const { signal } = new AbortController();
const home = mkdtempSync(join(tmpdir(), 'troupe-knowledge-api-'));
let service: Awaited<ReturnType<typeof startTestService>>;
let ana: string;
let eve: string;
let acme: string;
beforeAll(async () => {
	// It asks until there is room, more often than a caller may.
	service = await startTestService([], {}, {}, { rateLimits: { calls: 1_000_000 } });
	[ana, eve] = [await service.createKey('ana', ['knowledge:manage', 'knowledge:read']), await service.createKey('eve', ['knowledge:read'])];
	acme = await service.createKey('acme', ['knowledge:manage', 'knowledge:read'], 'acme');
	const documents = [
		{ id: 'open', text: 'The bonus is paid in March.', metadata: { year: 2026 } },
		{ id: 'closed', text: 'The bonus of the director is ten thousand.', metadata: { readers: [nameOf(ana)] } },
		{ id: 'yet', text: 'The bonus of the board is paid in May.' },
	];
	await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents }, service.host, signal);
	await runKnowledgeTask({ operation: 'ingest', collection: 'vault', documents }, service.host, signal);
	const { store } = await openKnowledge(service.host);
	await (await store.find('vault'))!.setAccess({ readers: ['group:board'] });
	await (await store.find('house'))!.fail({ id: '/board/plan.pdf' }, 'corrupt', 'No text.');
});
afterAll(async () => {
	for (const tenant of ['default', 'acme']) await closeKnowledge({ ...service.host, tenant });
	await service.close();
	rmSync(home, { recursive: true });
});

const nameOf = (key: string) => `person:key:${key.slice(0, 12)}`;

async function call(key: string, method: string, path: string, body?: object): Promise<[number, Record<string, unknown>]> {
	const response = await fetch(`${service.url}/api/v1/knowledge/collections${path}`, {
		headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
		...{ method, ...(body && { body: JSON.stringify(body) }) },
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}
const search = (key: string, body: object) => call(key, 'POST', '/house/search', body);
const idsOf = (found: unknown, name = 'id') => (found as Array<Record<string, unknown>>).map((one) => one[name]).sort();

it('finds, lists and names to a caller what it may read, and no more (BerriAI/litellm#16303)', async () => {
	const question = 'When is the bonus paid?';
	const found = async (key: string, more = {}) => idsOf((await search(key, { question, ...more }))[1].hits, 'documentId');
	expect(await found(ana)).toEqual(['closed', 'open', 'yet']);
	expect(await found(eve)).toEqual(['open', 'yet']);
	expect(await found(serviceToken)).toEqual(['open', 'yet']);
	expect(await found(ana, { as: [] })).toEqual(['open', 'yet']);
	expect(await found(ana, { filter: { year: { $gte: 2026 } } })).toEqual(['open']);
	expect(await search(eve, { question, as: [nameOf(ana)] })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await search(eve, { question, reranker: 'openai:gpt-4.1' })).toMatchObject([403, { detail: expect.stringContaining('reranker') }]);
	expect(await search(ana, { question, reranker: 'local:/etc' })).toMatchObject([400, { detail: expect.stringContaining('"reranker"') }]);
	expect(await call(eve, 'POST', '/vault/search', { question })).toMatchObject([403, {}]);
	expect(idsOf((await call(eve, 'GET', ''))[1].items, 'name')).toEqual(['house']);
	expect(JSON.stringify(await call(eve, 'GET', '/nowhere'))).toMatch(/^\[404,.*KNOWLEDGE_NOT_FOUND(?!.*vault)/);
	const ofHouse = await service.createKey('house', ['knowledge:read:house', 'knowledge:read:vault']);
	expect(idsOf((await call(ofHouse, 'GET', ''))[1].items, 'name')).toEqual(['house']);
	const ofOne = await service.createKey('one', ['knowledge:read:gone']);
	for (const answer of [await call(ofOne, 'GET', '/gone'), await call(ofOne, 'POST', '/gone/search', { question })])
		expect(JSON.stringify(answer)).toMatch(/^\[404,.*KNOWLEDGE_NOT_FOUND(?!.*house)/);
	expect(idsOf((await call(ana, 'GET', '/house/documents'))[1].items)).toEqual(['/board/plan.pdf', 'closed', 'open', 'yet']);
	expect(await call(ana, 'GET', '/vault/documents')).toMatchObject([403, {}]);
});

it('fills each page with what the caller may see (langgenius/dify#29156)', async () => {
	const [, first] = await call(eve, 'GET', '/house/documents?limit=1');
	expect(first).toMatchObject({ items: [{ id: 'open', ingestedAt: expect.stringMatching(/^20.*Z$/) }] });
	const [, last] = await call(eve, 'GET', `/house/documents?limit=1&cursor=${String(first.cursor)}`);
	expect([idsOf(last.items), last.cursor]).toEqual([['yet'], undefined]);
	expect(await call(eve, 'GET', '/house/documents?state=failed')).toEqual([200, { items: [] }]);
});

it('stores a file, bounded, and removes what the caller may remove', async () => {
	const upload = (key: string, body: object) => call(key, 'POST', '/handbook/documents', body);
	const file = { name: 'leave.md', content: Buffer.from('# Leave\n\nThirty days in a year.').toString('base64') };
	const mine = { ...file, metadata: { readers: [nameOf(ana)] } };
	expect(await upload(ana, mine)).toMatchObject([200, { id: 'leave.md', state: 'added', title: 'Leave', chunks: 1 }]);
	expect(await upload(ana, mine)).toMatchObject([200, { state: 'unchanged' }]);
	expect(await upload(eve, file)).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await upload(ana, { ...file, content: 'data:text/plain;base64,x' })).toMatchObject([
		400,
		{ detail: expect.stringContaining('base64') },
	]);
	expect(await upload(ana, { ...file, metadata: { a: { b: 1 } } })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	for (const embedder of ['/etc', 'local:/etc', 'owner/model'])
		expect(await upload(ana, { ...file, embedder })).toMatchObject([400, { detail: expect.stringContaining('"embedder"') }]);
	expect(await upload(ana, { ...file, name: 'a.pdf', content: 'AAAA'.repeat(50_000) })).toMatchObject([200, { state: expect.any(String) }]);
	const large = await upload(ana, { ...file, content: 'A'.repeat(45 * 1024 * 1024) }).catch(() => [413, {}]);
	expect(large[0]).toBe(413);
	const other = await service.createKey('bo', ['knowledge:manage']);
	const remove = (key: string, body: object) => call(key, 'POST', '/handbook/documents/remove', body);
	expect(await remove(other, { ids: ['leave.md'] })).toMatchObject([403, {}]);
	expect(await remove(other, { ids: ['leave.md', 'a.pdf'], dryRun: true })).toEqual([200, { removed: ['a.pdf'] }]);
	for (const body of [{}, { filter: {} }, { ids: [] }, { filter: { $no: 1 } }]) expect((await remove(ana, body))[0]).toBe(400);
	expect(await remove(ana, { ids: ['leave.md'] })).toMatchObject([403, {}]);
	expect(await call(serviceToken, 'PUT', '/handbook/access', { writers: [nameOf(ana)] })).toMatchObject([200, {}]);
	expect(await remove(ana, { ids: ['leave.md', 'nobody'] })).toEqual([200, { removed: ['leave.md'] }]);
	expect(await call(ana, 'POST', '/handbook/documents/retain', { days: 0, dryRun: true })).toEqual([200, { removed: ['a.pdf'] }]);
	expect(await call(ana, 'DELETE', '/handbook')).toEqual([200, { removed: true }]);
});

it('stores a file in the background as of when its caller asked', async () => {
	const headers = { authorization: `Bearer ${ana}`, 'content-type': 'application/json', prefer: 'respond-async' };
	const body = JSON.stringify({ name: 'a.md', content: Buffer.from('Closed on Sundays.').toString('base64') });
	const begun = await fetch(`${service.url}/api/v1/knowledge/collections/hours/documents`, { method: 'POST', headers, body });
	const ended = await fetch(new URL(`${begun.headers.get('location')}?waitSeconds=30`, service.url), { headers });
	const { state, createdAt } = (await ended.json()) as Record<string, unknown>;
	expect([state, (await call(ana, 'GET', '/hours/documents'))[1]]).toMatchObject(['completed', { items: [{ ingestedAt: createdAt }] }]);
	expect(await call(ana, 'DELETE', '/hours')).toMatchObject([200, {}]);
});

it('reads few files at once, and refuses more before it reads them', async () => {
	const head = { authorization: `Bearer ${ana}`, 'content-type': 'application/json', 'content-length': 1_000 };
	const begun = new Set<ClientRequest>();
	const begin = () => {
		const upload = request(`${service.url}/api/v1/knowledge/collections/handbook/documents`, { method: 'POST', headers: head });
		begun.add(upload);
		// What asks below can have the last place for a moment.
		upload.on('response', () => begun.delete(upload) && begin());
		upload.on('error', () => undefined).write('{');
	};
	for (let number = 0; number < 8; number++) begin();
	const upload = () => call(ana, 'POST', '/handbook/documents', { name: 'a.md', content: 'QQ==' });
	const refused = await until(async () => {
		const answer = await upload();
		return answer[0] !== 200 && answer;
	});
	expect(refused).toMatchObject([429, { code: 'RATE_LIMITED', retryable: true }]);
	for (const one of begun) one.destroy();
	await until(async () => (await upload())[0] === 200);
	expect(await call(ana, 'DELETE', '/handbook')).toMatchObject([200, {}]);
});

/** Stores later changes of a document that others read. */
async function hideChanges(count: number): Promise<void> {
	const change = JSON.stringify({ writer: 'operator', kind: 'removed', documentId: 'pay', before: { readers: ['group:board'] } });
	const database = new DatabaseSync(join(service.host.stateFolder, 'knowledge.db'));
	database
		.prepare(
			`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO knowledge_changes (tenant, id, name, at, change) SELECT 'default', 'later-' || i, 'house', ? + i, ? FROM n`,
		)
		.run(count, Date.now(), change);
	database.close();
}

it('counts the runs that searched a collection, for those who may search it', async () => {
	const runs = await openRuns(service.host, service.host.stateFolder);
	const usage = { ...withoutModel(1), model: null };
	const end = async (runId: string, isUnanswered: boolean) => {
		const agent = { id: 'clerk', version: '1.0.0', sha256: 'x' };
		await runs.begin({ runId, agent, host: 'serve', conversationId: 'c', withinMs: 60_000 });
		const ended = { state: 'completed' as const, outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage };
		await runs.end(runId, { ...ended, searches: [{ collection: 'house', isUnanswered }] });
	};
	expect(await call(eve, 'GET', '/house/searches')).toMatchObject([200, { runs: 0, first: null }]);
	await end('found', false);
	await end('missed', true);
	const time = expect.stringMatching(/Z$/) as string;
	const counts = { runs: 2, unanswered: 1, isPart: false, from: time, first: time };
	expect(await call(eve, 'GET', '/house/searches?days=1')).toEqual([200, counts]);
	expect(await call(eve, 'GET', '/vault/searches')).toMatchObject([403, {}]);
	expect(await call(acme, 'GET', '/house/searches')).toMatchObject([404, {}]);
	const reader = await service.createKey('reader', ['run:read']);
	const listed = await fetch(`${service.url}/api/v1/runs?unanswered=house`, { headers: { authorization: `Bearer ${reader}` } });
	expect(idsOf(((await listed.json()) as Record<string, unknown>).items, 'runId')).toEqual(['missed']);
});

it('lets nobody open to themselves what they may not read', async () => {
	for (const name of ['vault', 'house'])
		for (const body of [{ readers: null }, { writers: [nameOf(ana)] }])
			expect(await call(ana, 'PUT', `/${name}/access`, body)).toMatchObject([403, {}]);
	const hidden = { id: 'pay', text: 'What the board earns.', metadata: { readers: ['group:board'] } };
	await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents: [hidden] }, service.host, signal);
	expect(await call(serviceToken, 'PUT', '/house/access', { writers: ['ana'] })).toMatchObject([400, {}]);
	expect(await call(serviceToken, 'PUT', '/house/access', { writers: ['group:hr'] })).toEqual([200, { writers: ['group:hr'] }]);
	expect(await call(eve, 'GET', '/house/access')).toMatchObject([403, {}]);
	await (await (await openKnowledge(service.host)).store.find('house'))!.remove({ ids: ['pay'] });
	const changes = async (query = '') => (await call(ana, 'GET', `/house/changes${query}`))[1];
	expect(await changes()).toMatchObject({ items: [{ kind: 'lists', after: { writers: ['group:hr'] } }] });
	expect(await changes('?limit=1')).toEqual(await changes());
	await hideChanges(12_000);
	const { items, cursor } = await changes();
	expect([items, await changes(`?cursor=${String(cursor)}`)]).toMatchObject([[], { items: [{ kind: 'lists' }] }]);
	expect(await call(ana, 'DELETE', '/vault')).toMatchObject([403, {}]);
});

it('has the collections of the caller’s tenant alone', async () => {
	expect((await call(acme, 'GET', ''))[1]).toEqual({ store: 'sqlite', items: [] });
	for (const [method, path, body] of [
		['GET', '/house'],
		['GET', '/house/documents'],
		['DELETE', '/house'],
		['POST', '/house/search', { question: 'bonus' }],
		['POST', '/house/documents/remove', { ids: ['open'] }],
	] as const)
		expect(await call(acme, method, path, body)).toMatchObject([404, { code: 'KNOWLEDGE_NOT_FOUND' }]);
});

it('does by commands what it does over HTTP', async () => {
	const troupe = async (args: string[], input = '') => {
		const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
		return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], eve);
	const knowledge = (...args: string[]) => troupe(['knowledge', ...args, '--service', 'prod']);
	expect((await knowledge('status')).printed).toMatch(/house +4 +1/);
	const [line] = (await knowledge('list', '--in', 'house', '--filter', '{"year": 2026}', '--json')).printed.split('\n');
	expect(JSON.parse(line!)).toMatchObject({ id: 'open', ingestedAt: expect.any(Number) });
	const found = await knowledge('search', 'bonus', '--in', 'house', '--json');
	expect([found.code, found.printed.includes('closed'), found.noted]).toEqual([0, false, expect.not.stringContaining('you see all')]);
	expect(await knowledge('list', '--in', 'nowhere')).toMatchObject({ code: 1, noted: expect.stringContaining('one of: house') });
	expect(await knowledge('delete', 'open', '--in', 'house', '--yes')).toMatchObject({ code: 1, noted: expect.stringContaining('scope') });
	expect(await knowledge('list', '--in', 'house', '--tenant', 'acme')).toMatchObject({ code: 2 });
});

it('lets a key for one collection search and change this one alone, and its readers hold nevertheless', async () => {
	const one = await service.createKey('one', ['knowledge:read:house']);
	const question = 'When is the bonus paid?';
	const [status, { hits }] = await search(one, { question });
	expect([status, idsOf(hits, 'documentId')]).toEqual([200, ['open', 'yet']]);
	expect(await call(one, 'POST', '/vault/search', { question })).toMatchObject([
		403,
		{ code: 'ACCESS_DENIED', detail: expect.stringContaining('knowledge:read:vault') },
	]);
	const refused = [await call(one, 'DELETE', '/house'), await search(one, { question, reranker: 'none' })];
	expect(refused.map(([code]) => code)).toEqual([403, 403]);
	const manager = await service.createKey('manager', ['knowledge:manage:notes']);
	const file = { name: 'a.txt', content: Buffer.from('Closed on Sundays.').toString('base64') };
	expect(await call(manager, 'POST', '/notes/documents', file)).toMatchObject([200, { state: 'added' }]);
	expect(await call(manager, 'POST', '/house/documents', file)).toMatchObject([403, {}]);
	expect(await call(manager, 'DELETE', '/notes')).toEqual([200, { removed: true }]);
});

it('ingests the folders of a caller, in the background, as the command does on its own machine', async () => {
	const folder = join(home, 'handbook');
	mkdirSync(join(folder, 'more'), { recursive: true });
	const files = { 'leave.md': '# Leave\n\nThirty days.', 'more/hours.txt': 'Closed on Sundays.', 'plan.png': 'x', 'nothing.txt': '' };
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	const texts = [
		{ id: 'a/1', text: '# <p>One.', format: 'markdown' },
		{ id: 2, text: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a' },
	];
	const lines = [...texts, { id: 2, text: 'Two.' }, { id: 3, text: '' }, 'no'].map((line) => JSON.stringify(line));
	writeFileSync(join(folder, 'lines.jsonl'), lines.join('\n'));
	const large = join(home, 'large.txt');
	writeFileSync(large, Buffer.alloc(33 * 1024 * 1024, 'a '));
	writeServices({ prod: { url: service.url, key: ana }, eve: { url: service.url, key: eve } }, { TROUPE_HOME: home });
	const shown = async (command: (terminal: Terminal) => Promise<number>) => {
		// Without a line for its progress, it notes that after some seconds.
		const terminal = { ...testTerminal({ TROUPE_HOME: home }), showProgress: () => undefined };
		const code = await command(terminal);
		return {
			code,
			printed: terminal.printed.join('\n').replace(/\d+\.\d(?= s)|(?<="durationMs": )\d+/, '0'),
			noted: terminal.noted.filter((line) => !/^(?:allowed by|waiting until the service takes more)/.test(line)).join('\n'),
		};
	};
	const here = (options: object) =>
		shown((terminal) =>
			runIngest([folder], { into: 'papers', ...options }, terminal, async () => ({ ...service.host, stateFolder: home })),
		);
	const there = (...args: string[]) =>
		shown((terminal) => runTroupe(['knowledge', 'ingest', '--into', 'papers', '--service', 'prod', ...args], terminal));
	const first = await there(folder, '--label', 'public');
	expect(first).toEqual(await here({ label: ['public'] }));
	expect(first).toMatchObject({ code: 1, printed: expect.stringContaining('5 added, 0 changed, 0 unchanged, 2 failed\n4 chunks') });
	const again = await there(folder, '--label', 'public', '--json', '--only', 'md');
	expect(again).toEqual(await here({ label: ['public'], json: true, only: ['md'] }));
	expect(JSON.parse(again.printed)).toMatchObject({ unchanged: 1 });
	const allAgain = await there(folder, '--label', 'public');
	expect(allAgain).toEqual(await here({ label: ['public'] }));
	expect(allAgain.printed).toContain('0 added, 0 changed, 5 unchanged, 2 failed');
	const listUploads = async () => {
		const path = `${service.url}/api/v1/operations?operation=uploadDocument`;
		const answer = await fetch(path, { headers: { authorization: `Bearer ${ana}` } });
		return ((await answer.json()) as { items: Array<{ about: string }> }).items.map(({ about }) => about);
	};
	// It is not sent again where it is the same.
	expect((await listUploads()).filter((about) => about.endsWith('hours.txt'))).toHaveLength(1);
	expect(await there(large)).toMatchObject({ code: 1, printed: expect.stringMatching(/too_large.*large\.txt\n.*the max is 32 MiB/) });
	expect(await there(folder, '--prune')).toMatchObject({ code: 2, noted: expect.stringContaining('--prune works on this machine only') });
	expect(await there(join(folder, 'leave.md'), '--service', 'eve')).toMatchObject({
		...{ code: 1, noted: expect.stringMatching(/^not ingested: .*leave\.md\nerror: .*scope/) },
	});
	const long = { id: 'long', text: 'Long.', title: 't'.repeat(1_001) };
	writeFileSync(join(home, 'long.jsonl'), [long, texts[0]].map((line) => JSON.stringify(line)).join('\n'));
	const one = { code: 1, printed: expect.stringMatching(/1 unchanged, 1 failed\n(.*\n)*.*refused {2}long\n.*1000 characters/) };
	expect(await there(join(home, 'long.jsonl'), '--label', 'public')).toMatchObject(one);
	expect(await there(folder, '--embedder', 'local:/etc')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('error: The field "embedder"'),
	});
	expect(await listUploads()).toContain('papers: a/1');
	const [, { items }] = await call(ana, 'GET', '/papers/documents');
	expect(items).toMatchObject([
		...[{ id: join(folder, 'leave.md') }, { id: join(folder, 'more/hours.txt') }, { id: join(folder, 'nothing.txt'), state: 'failed' }],
		...[{ id: '2' }, { id: '3', chunks: 0 }, { id: 'a/1', metadata: { labels: ['public'] } }],
	]);
});

it('re-embeds a collection for a command, in the background, and gives up an unfinished one', async () => {
	const terminal = { ...testTerminal({ TROUPE_HOME: home }), showProgress: () => undefined };
	writeServices({ prod: { url: service.url, key: ana } }, { TROUPE_HOME: home });
	const reembed = ['knowledge', 're-embed', '--in', 'house', '--service', 'prod'];
	expect([await runTroupe([...reembed, '--embedder', 'none', '--chunking', 'whole'], terminal), terminal.printed]).toEqual([
		0,
		[expect.stringMatching(/^house: \d+ documents, 3 chunks, now searched by words only$/), expect.stringMatching(/^0 chunks embedded/)],
	]);
	const operations = await fetch(`${service.url}/api/v1/operations?operation=reembedCollection`, {
		headers: { authorization: `Bearer ${ana}` },
	});
	expect(await operations.json()).toMatchObject({ items: [{ operation: 'reembedCollection', state: 'completed' }] });
	expect(await runTroupe([...reembed, '--abandon'], terminal)).toBe(0);
	expect(terminal.printed.at(-1)).toBe('house: no unfinished re-embedding');
	expect(await runTroupe([...reembed, '--embedder', 'local:/etc'], terminal)).toBe(2);
	expect(terminal.noted.join()).toContain('"embedder" names a local model');
	for (const [key, status] of [
		[eve, 403],
		[acme, 404],
	] as const)
		expect(await call(key, 'POST', '/house/re-embed', { embedder: 'none' })).toMatchObject([status, {}]);
	expect(await call(ana, 'POST', '/vault/re-embed', { embedder: 'none' })).toMatchObject([403, {}]);
});
