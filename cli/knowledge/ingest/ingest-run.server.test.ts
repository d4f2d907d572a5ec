import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPdf } from '../../../test/support/documents/draw-pdf';
import { rawAnswer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { runTroupe } from '../../program';
import { writeServices } from '../../services/known-services';
import { testTerminal } from '../../../test/support/test-terminal';
import { type IngestCommandOptions, runIngest } from './ingest-run';
import { slowTest } from '../../../test/support/slow-tests';

let home: string;
let docs: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-ingest-'));
	docs = join(home, 'docs');
	mkdirSync(docs);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const gate = openGate();
const write = (name: string, content: string | Uint8Array) => {
	writeFileSync(join(docs, name), content);
	return join(docs, name);
};
async function ingest(paths: string[], options: Partial<IngestCommandOptions> = {}, input: Uint8Array[] = []) {
	const terminal = testTerminal({}, input);
	const host = { gate, agentFolders: [], providers: {}, stateFolder: home };
	const code = await runIngest(paths, { into: 'handbook', ...options }, terminal, async () => host);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}
async function list() {
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTroupe(['knowledge', 'list', '--in', 'handbook', '--json'], terminal);
	return terminal.printed.map((line) => JSON.parse(line) as { id: string; state: string; chunks: number });
}
const lines = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

test('ingests a folder, says what failed and why, and changes nothing the second time', async () => {
	write('leave.md', '# Leave\n\nThirty days a year.');
	write('rates.csv', 'city,rate\nLisbon,30\n');
	write('picture.md', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
	const first = await ingest([docs]);
	expect(first.code).toBe(1);
	expect(first.printed).toMatch(
		/^handbook: 2 added, 0 changed, 0 unchanged, 1 failed\n2 chunks of \d+ characters in \d+\.\d s; searchable by words only\nfailed:\n/,
	);
	expect(first.printed).toMatch(/\n {2}unsupported_type {2}.*\/docs\/picture\.md\n {4}\S/);
	expect(gate.admitted).toContainEqual({ kind: 'command', name: 'knowledge ingest' });
	// Nothing is left to be read: no process for readers is started any more.
	rmSync(join(docs, 'picture.md'));
	expect(await ingest([docs])).toMatchObject({ code: 0, printed: expect.stringContaining('0 added, 0 changed, 2 unchanged, 0 failed\n') });
	rmSync(join(docs, 'rates.csv'));
	const pruned = await ingest([docs], { prune: true });
	expect(pruned).toMatchObject({ code: 0, printed: expect.stringContaining('1 unchanged, 0 failed, 2 removed') });
	expect(await list()).toMatchObject([{ id: join(docs, 'leave.md'), state: 'ready' }]);
});

test('says how many secrets were masked, and refuses documents that have any where that is wanted', async () => {
	const path = write('keys.md', 'The key of Ana (ana@example.com) is ghp_16C7e42F292c6912E7710c838347Ae178B4a.');
	const refused = await ingest([path], { personalData: 'refuse' });
	expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('contains EMAIL_ADDRESS, SECRET') });
	expect(await ingest([path])).toMatchObject({ code: 0, printed: expect.stringContaining('\nmasked: 1 secret in what is stored') });
	expect(await ingest([path], { personalData: 'keep' })).toMatchObject({ printed: expect.not.stringContaining('masked') });
});

slowTest('a folder with pictures and exports: input that is not a document is counted, lines are documents, and all is well', async () => {
	mkdirSync(join(docs, 'images'));
	['images/a.png', 'images/b.png', 'film.mp4'].forEach((name) => write(name, Buffer.from('89504e470d0a1a0a', 'hex')));
	write('export.jsonl', lines({ id: 'a', text: 'One.' }, { id: 'b', text: 'Two.' }));
	const { code, printed } = await ingest([docs]);
	expect({ code, printed }).toEqual({
		code: 0,
		printed: expect.stringMatching(/^handbook: 2 added, 0 changed, 0 unchanged, 0 failed\n.*\nskipped in folders: 2 png, 1 mp4$/),
	});
	expect(JSON.parse((await ingest([docs], { json: true })).printed)).toMatchObject({ unchanged: 2, passedOver: { png: 2, mp4: 1 } });
	expect(await ingest([join(docs, 'images', 'a.png')])).toMatchObject({ code: 1, printed: expect.stringContaining('unsupported_type') });
});

test('ingests JSON lines, each whole where that is wanted, and names bad lines by their number', async () => {
	const long = Array.from({ length: 60 }, (_, index) => `Sentence number ${index} of a long document.`).join(' ');
	const path = write('corpus.jsonl', `${lines({ id: 'a', title: 'A', text: long }, { id: 2, text: '' })}broken\n`);
	const { code, noted, printed } = await ingest([path], { wholeDocuments: true });
	expect(code).toBe(1);
	expect(printed).toContain('2 added');
	expect(noted).toContain(`error: line 3 of ${path} is not JSON`);
	expect(noted).toContain('no text to search: 1 document');
	expect(await list()).toMatchObject([
		{ id: '2', chunks: 0 },
		{ id: 'a', chunks: 1 },
	]);
	await expect(ingest([path], { chunking: 'recursive' })).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
});

test('ingests lines of standard input, and the summary is JSON where that is wanted', async () => {
	const marks = { label: ['public'], metadata: { year: 2026 } };
	const { code, printed } = await ingest(['-'], { json: true, ...marks }, [Buffer.from(lines({ id: 'a', text: 'Text.' }))]);
	expect(code).toBe(0);
	expect(JSON.parse(printed)).toMatchObject({ collection: 'handbook', added: 1, failed: 0, failures: [], problems: 0 });
	expect(await list()).toMatchObject([{ id: 'a', metadata: { year: 2026, labels: ['public'] } }]);
});

test('names each field of lines that is not kept, once', async () => {
	const more = lines({ _id: 'a', text: 'A.', year: 2026, body: 'x' }, { id: 'b', text: 'B.', year: 2025 });
	const { code, noted } = await ingest([write('more.jsonl', more)]);
	expect(code).toBe(0);
	expect(noted.match(/skipped: line \d of .*/g)).toEqual([
		expect.stringMatching(/line 1 .*the unknown field "year"; put .* into "metadata"/),
		expect.stringMatching(/line 1 .*the unknown field "body"/),
	]);
	const { noted: shown } = await ingest([write('odd.jsonl', lines({ id: 'c', text: 'C.', 'x\u009b2J': 1 }))]);
	expect(shown).toContain('the unknown field "x');
	expect(shown).not.toContain('\u009b');
});

test('says how many documents look wrong, and the list which', async () => {
	const { code, noted } = await ingest(['-'], {}, [
		Buffer.from(lines({ id: 'a', text: 'SolicitaÃ§Ã£o' }, { id: 'b', text: 'Solicitação' })),
	]);
	expect(code).toBe(0);
	expect(noted).toContain(
		'text that looks wrong: in 1 document, which no search may find; troupe knowledge list --in handbook shows which.',
	);
	expect(await list()).toMatchObject([
		{ id: 'a', state: 'ready', doubtfulPlaces: 2 },
		{ id: 'b', state: 'ready' },
	]);
});

slowTest('says how many pages gave no text, of those that were read now', async () => {
	const pdf = await drawPdf([[{ text: 'Annual leave is thirty days a year.', at: [50, 60] }], []]);
	const path = write('leave.pdf', pdf);
	const told = 'pages without text: 1 in 1 document; they are blank, or images that need text recognition (OCR)';
	const first = await ingest([path]);
	expect(first).toMatchObject({ code: 0, noted: expect.stringContaining(told) });
	expect(first.noted).toContain('no text on page 2 of ');
	expect((await ingest([path])).noted).not.toContain('no text');
	expect(await list()).toMatchObject([{ state: 'ready', emptyPages: 1, emptyPageNumbers: [2] }]);
});

test('a file that is not there is wrong use, and makes no collection', async () => {
	await expect(ingest([write('a.jsonl', lines({ id: 'a', text: 'A.' })), join(docs, 'nowhere')])).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTroupe(['knowledge', 'status'], terminal);
	expect(terminal.noted.join()).toContain('no collection yet');
});

test('a private address is refused', async () => {
	const { code, printed } = await ingest(['http://127.0.0.1:9/handbook']);
	expect(code).toBe(1);
	expect(printed).toMatch(/refused {2}http:\/\/127\.0\.0\.1:9\/handbook\n .*TROUPE_ALLOW_PRIVATE_NETWORKS/);
});

test.each([
	[['ingest', 'x.md'], /required option[^]*--into/],
	[['ingest', '--into', 'x'], /missing required argument 'paths'/],
	[['ingest', 'x.md', '--into', 'x', '--metadata', '{"deep": {}}'], /JSON object whose values/],
	[['ingest', 'x.md', '--into', 'x', '--only', '*'], /file extensions/],
	[['ingest', 'x.md', '--into', 'x', '--chunking', 'magic'], /structure, recursive/],
	[['ingest', 'x.md', '--into', 'x', '--whole-documents', '--chunking', 'recursive'], /cannot be used with/],
	[['ingest', 'x.md', '--into', 'x', '--whole-documents', '--max-chunk-tokens', '300'], /cannot be used with/],
])('exits with 2 for %j', async (args, message) => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['knowledge', ...args], terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toMatch(message);
});

test('sends a document again that a busy service did not take, so often and no more, and none that it took', async () => {
	const problem = { code: 'RATE_LIMITED', detail: 'Too many wait.', retryable: true };
	const ended = {
		id: 'o',
		state: 'failed',
		error: { code: 'RATE_LIMITED', message: 'One call is larger than the budget.', retryable: false },
	};
	let busy = 2;
	const service = await startFakeServer(({ method }) => {
		if (method === 'GET') return rawAnswer({ status: 200, body: ended });
		if (busy-- > 0) return rawAnswer({ status: 429, headers: { 'retry-after': '0' }, body: problem });
		return rawAnswer({ status: 202, body: { id: 'o' } });
	});
	writeServices({ prod: { url: service.url, key: 'k' } }, { TROUPE_HOME: home });
	const path = write('leave.md', 'Thirty days.');
	const send = async () => {
		const terminal = testTerminal({ TROUPE_HOME: home });
		service.calls.length = 0;
		expect(await runTroupe(['knowledge', 'ingest', path, '--into', 'handbook', '--service', 'prod'], terminal)).toBe(1);
		return [service.calls.filter(({ method }) => method === 'POST').length, terminal.noted.join('\n')];
	};
	expect(await send()).toEqual([
		3,
		expect.stringMatching(/^waiting until .*leave\.md\nnot ingested: .*leave\.md\n.*larger than the budget/),
	]);
	busy = Infinity;
	expect(await send()).toEqual([100, expect.stringMatching(/^waiting until .*\nnot ingested: .*\n.*Too many wait/)]);
	await service.close();
});

test('sends documents to a service a few at a time, once it has taken one', async () => {
	const summary = { added: 1, failures: [] };
	let [atWork, most] = [0, 0];
	const four = Promise.withResolvers<void>();
	const service = await startFakeServer(async ({ method, path, body }) => {
		if (method === 'GET' && path.includes('/documents')) return rawAnswer({ status: 200, body: { items: [] } });
		const id = method === 'GET' ? /operations\/(\w+)/.exec(path)![1]! : (body as { name: string }).name.slice(0, 1);
		if (method === 'GET')
			return rawAnswer({ status: 200, body: { id, state: 'completed', answer: { id, title: id, state: 'added', chunks: 1, summary } } });
		most = Math.max(most, ++atWork);
		if (atWork === 4) four.resolve();
		if (id !== 'a') await four.promise;
		atWork -= 1;
		return rawAnswer({ status: 202, body: { id } });
	});
	writeServices({ prod: { url: service.url, key: 'k' } }, { TROUPE_HOME: home });
	const paths = [...'abcdefg'].map((name) => write(`${name}.md`, name));
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['knowledge', 'ingest', ...paths, '--into', 'handbook', '--service', 'prod', '--json'], terminal)).toBe(0);
	expect([most, JSON.parse(terminal.printed.join('\n'))]).toMatchObject([4, { added: 7 }]);
	await service.close();
});
