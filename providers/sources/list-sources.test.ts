import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Metadata } from '../../core/ports/knowledge/filter/filter';
import type { SourceDocument } from '../../core/ports/knowledge/document-reader';
import { fileSource } from './file-source';
import { givenDocuments } from './given-documents';
import { jsonLineDocuments } from './json-line-documents';
import { listSources } from './list-sources';
import type { SourceProblem } from './source-failure';
import { WebPages } from './web-pages';
import { withMetadata } from './with-metadata';

let folder: string;
let problems: SourceProblem[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-sources-'));
	problems = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content = name) => {
	const path = join(folder, name);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, content);
	return path;
};
const never = new AbortController().signal;
const web = new WebPages();
async function all(documents: AsyncIterable<SourceDocument>) {
	const found: SourceDocument[] = [];
	for await (const document of documents) found.push(document);
	return found;
}
async function list(...places: string[]) {
	return listOnly(undefined, ...places);
}
async function listOnly(endings: string[] | undefined, ...places: string[]) {
	const list = await listSources(places, {
		web,
		endings,
		readLines: (path) => linesOf(`{"id":1,"text":"${path.length}"}`),
		onProblem: (problem) => problems.push(problem),
	});
	const ids = (await all(list.documents)).map(({ id }) => id);
	const covers = (name: string) => list.covers(join(folder, 'docs', name));
	return {
		ids: ids.map((id) => id.replace(`${folder}/`, '')),
		covers: covers('gone.md'),
		coversBelow: covers,
		passedOver: Object.fromEntries(list.passedOver),
	};
}
async function* linesOf(...texts: Array<string | undefined>) {
	yield texts.map((text, index) => ({ number: index + 1, text }));
}

describe('folders', () => {
	test('are listed with all below them, by name, without what is hidden', async () => {
		['docs/b.md', 'docs/a/z.txt', 'docs/.git/config', 'docs/.hidden.md', 'docs/a.md'].forEach((name) => write(name));
		expect(await list(join(folder, 'docs'))).toMatchObject({ ids: ['docs/a/z.txt', 'docs/a.md', 'docs/b.md'], covers: true });
	});

	test('give only files with the endings that are wanted, and cover no others', async () => {
		['docs/a.MD', 'docs/b.png', 'docs/md'].forEach((name) => write(name));
		expect(await listOnly(['md'], join(folder, 'docs'))).toMatchObject({ ids: ['docs/a.MD'], covers: true });
		expect(await listOnly(['pdf'], join(folder, 'docs'))).toMatchObject({ ids: [], covers: false });
		expect((await listOnly(['pdf'], join(folder, 'docs', 'b.png'))).ids).toEqual(['docs/b.png']);
	});

	test('pass over input that is not a document, and say how much; who names it, or asks for its ending, gets it', async () => {
		const none = ['a.png', 'b/C.PNG', 'film.mp4', 'all.zip', '.DS_Store', '.git/config', 'b/node_modules/x/README.md', '__MACOSX/a.md'];
		['b/a.md', 'b/sheet.xlsx', 'b/code.py', 'b/noending', ...none].forEach((name) => write(`docs/${name}`));
		const found = await list(join(folder, 'docs'));
		expect(found).toMatchObject({ ids: ['docs/b/a.md', 'docs/b/code.py', 'docs/b/noending', 'docs/b/sheet.xlsx'], covers: true });
		expect(found.passedOver).toEqual({ png: 2, mp4: 1, zip: 1, hidden: 2, node_modules: 1, __MACOSX: 1 });
		// What would not have come is not gone.
		expect(['b/gone.md', 'b/node_modules/x/gone.md'].map(found.coversBelow)).toEqual([true, false]);
		// Nor what was named by itself, and is passed over here.
		expect(['a.png', 'b/.hidden.md', '.git/notes.md'].map(found.coversBelow)).toEqual([false, false, false]);
		expect((await listOnly(['png'], join(folder, 'docs'))).coversBelow('gone.png')).toBe(true);
		expect((await list(join(folder, 'docs', 'a.png'), join(folder, 'docs', 'b', 'node_modules'))).ids).toEqual([
			'docs/a.png',
			'docs/b/node_modules/x/README.md',
		]);
		expect(await listOnly(['png'], join(folder, 'docs'))).toMatchObject({ ids: ['docs/a.png', 'docs/b/C.PNG'] });
	});

	test('give the lines of files of JSON lines, as if these were named', async () => {
		['exports/a.md', 'exports/all.jsonl', 'exports/more.NDJSON'].forEach((name) => write(name));
		expect((await list(join(folder, 'exports'))).ids).toEqual(['exports/a.md', '1', '1']);
		expect((await list(join(folder, 'exports', 'all.jsonl'), join(folder, 'exports'))).ids).toEqual(['1', 'exports/a.md', '1']);
		expect((await listOnly(['md'], join(folder, 'exports'))).ids).toEqual(['exports/a.md']);
	});

	test('give each file once, however often it is named', async () => {
		write('docs/a/z.txt');
		write('docs/b.md');
		const { ids } = await list(join(folder, 'docs', 'b.md'), join(folder, 'docs'), `${folder}/docs/a/../a`);
		expect(ids).toEqual(['docs/b.md', 'docs/a/z.txt']);
	});

	test('are not left by links, and links within them are followed to what is not listed anyway', async () => {
		write('outside/secret.txt');
		write('docs/a.md');
		write('docs/..data/settings.md');
		symlinkSync(join(folder, 'outside'), join(folder, 'docs', 'out'));
		symlinkSync(join(folder, 'outside', 'secret.txt'), join(folder, 'docs', 'secret.txt'));
		symlinkSync(join(folder, 'docs'), join(folder, 'docs', 'again'));
		symlinkSync('a.md', join(folder, 'docs', 'same.md'));
		symlinkSync('..data/settings.md', join(folder, 'docs', 'settings.md'));
		symlinkSync('nowhere', join(folder, 'docs', 'torn'));
		expect(await list(join(folder, 'docs'))).toMatchObject({ ids: ['docs/a.md', 'docs/settings.md'], covers: true });
		expect(problems.map(({ message }) => message.slice(0, 25))).toEqual(
			['is a link to a place outs', 'is a link to a place outs', 'is a broken link (ENOENT)'].map((text) => text.slice(0, 25)),
		);
	});

	test('that cannot be listed whole are told, and nothing is taken to be gone from them', async () => {
		if (process.getuid?.() === 0) {
			let deep = 'docs';
			for (let depth = 0; depth < 66; depth += 1) deep += '/d';
			write(`${deep}/a.md`);
		} else {
			write('docs/closed/a.md');
			chmodSync(join(folder, 'docs', 'closed'), 0);
		}
		write('docs/b.md');
		expect(await list(join(folder, 'docs'))).toMatchObject({ ids: ['docs/b.md'], covers: false });
		expect(problems).toHaveLength(1);
		if (process.getuid?.() !== 0) chmodSync(join(folder, 'docs', 'closed'), 0o700);
	});
});

test('files, pages and lines come as they are named', async () => {
	const { ids } = await list(write('x.jsonl'), 'https://example.org/handbook#top', write('a.md'));
	expect(ids).toEqual(['1', 'https://example.org/handbook', 'a.md']);
	await expect(list(write('a.md'), join(folder, 'nowhere'))).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('does not exist'),
	});
});

describe('a file', () => {
	test('is read when its turn comes, with its name', async () => {
		const path = write('docs/a.md', 'Text.');
		const document = fileSource(path);
		expect(document).toMatchObject({ id: path, source: path });
		expect(await document.load(never)).toEqual({ kind: 'bytes', bytes: Buffer.from('Text.'), name: 'a.md', place: path });
		expect(await fileSource(write('empty.md', '')).load(never)).toMatchObject({ kind: 'bytes', bytes: Buffer.alloc(0) });
	});

	test('that is gone or too large is told', async () => {
		expect(await fileSource(join(folder, 'gone.md')).load(never)).toMatchObject({ failure: 'unreachable' });
		expect(await fileSource(write('a.md', 'Text.'), 4).load(never)).toMatchObject({ failure: 'too_large' });
		expect(await fileSource(folder).load(never)).toMatchObject({ failure: 'unsupported_type' });
		execFileSync('mkfifo', [join(folder, 'pipe')]);
		expect(await fileSource(join(folder, 'pipe')).load(never)).toMatchObject({ failure: 'unsupported_type' });
		await expect(fileSource(write('a.md')).load(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});

test('lines give documents, and bad ones are told by number', async () => {
	const lines = linesOf(
		'{"id": "leave", "title": "Leave", "text": "Thirty days.", "metadata": {"year": 2026, "labels": ["public"]}, "source": "hr"}',
		'',
		'{"_id": 7, "title": "", "text": "", "metadata": {}}',
		'no json',
		'[1]',
		'{"text": "x"}',
		'{"id": "a"}',
		'{"id": "a", "text": "x", "metadata": {"deep": {}}}',
		'{"id": "a", "text": "x", "metadata": {"endless": 1e999}}',
		'{"id": "a", "text": "x", "title": 3}',
		'{"id": 1.5, "text": "x"}',
		undefined,
		'{"id": "m", "text": "# M", "format": "markdown"}',
	);
	const documents = await all(jsonLineDocuments(lines, 'docs.jsonl', (problem) => problems.push(problem)));
	expect(documents.map(({ load: _load, ...rest }) => rest)).toEqual([
		{ id: 'leave', title: 'Leave', source: 'hr', metadata: { year: 2026, labels: ['public'] } },
		{ id: '7', metadata: {} },
		{ id: 'm' },
	]);
	expect(await documents[2]!.load(never)).toEqual({ kind: 'text', text: '# M', format: 'markdown', place: resolve('docs.jsonl:13') });
	expect(problems.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
	expect(problems.every(({ source }) => source === 'docs.jsonl')).toBe(true);
});

test('given documents are named by the sender, by their name or address, or by what they say', async () => {
	const documents = givenDocuments(
		[
			{ id: 'a', text: 'A.', title: 'Title', metadata: { year: 1 } },
			{ text: 'A.' },
			{ bytes: Buffer.from('x'), name: 'x.md', mediaType: 'text/markdown' },
			{ url: 'https://example.org/#x' },
			{ id: 'page', url: 'https://example.org/', source: 'web' },
		],
		web,
	);
	expect(documents).toMatchObject([
		{ id: 'a', title: 'Title', metadata: { year: 1 } },
		{ id: expect.stringMatching(/^[\da-f]{64}$/) },
		{ id: 'x.md' },
		{ id: 'https://example.org/', source: 'https://example.org/' },
		{ id: 'page', source: 'web' },
	]);
	expect(await documents[1]!.load(never)).toMatchObject({ kind: 'text', text: 'A.', format: 'plain' });
	expect(await documents[2]!.load(never)).toMatchObject({ kind: 'bytes', name: 'x.md', mediaType: 'text/markdown' });
});

test('documents get metadata besides their own', async () => {
	const text = (metadata?: Metadata): SourceDocument => ({ ...fileSource('/a.md'), ...(metadata && { metadata }) });
	async function* three() {
		yield* [text(), text({ year: 2025, team: 'hr' }), text({ labels: ['own'] })];
	}
	const found = await all(withMetadata(three(), { year: 2026, labels: ['own', 'public'] }));
	expect(found.map(({ metadata }) => metadata)).toEqual([
		{ year: 2026, labels: ['own', 'public'] },
		{ year: 2025, team: 'hr', labels: ['own', 'public'] },
		{ year: 2026, labels: ['own', 'public'] },
	]);
});
