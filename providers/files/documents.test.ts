import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocuments } from './documents';
import { slowTest } from '../../test/support/slow-tests';

let root: string;
const write = (path: string, content: string | Buffer) => {
	mkdirSync(join(root, path, '..'), { recursive: true });
	writeFileSync(join(root, path), content);
};

beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-documents-')))));
afterEach(() => rmSync(root, { recursive: true }));

test('reads Markdown and text of a folder and the folders in it, in the order of their ids', async () => {
	write('agent/docs/returns.md', '---\nowner: x\n---\n\n# Returns and refunds #\r\n\r\nThirty days.\r\n');
	write('agent/docs/pt/garantia.txt', 'Um ano.');
	write('agent/docs/image.png', 'not text');
	write('agent/docs/.hidden.md', 'draft');
	const documents = await readDocuments(join(root, 'agent/docs'), join(root, 'agent'));
	expect(documents).toEqual([
		{ id: 'pt/garantia.txt', title: 'garantia', text: 'Um ano.' },
		{ id: 'returns.md', title: 'Returns and refunds', text: '---\nowner: x\n---\n\n# Returns and refunds #\r\n\r\nThirty days.\r\n' },
	]);
});

test('refuses a folder outside the one allowed, and a link that leads there', async () => {
	write('secret/keys.md', 'no');
	write('agent/docs/one.md', 'yes');
	await expect(readDocuments(join(root, 'agent/../secret'), join(root, 'agent'))).rejects.toMatchObject({
		code: 'KNOWLEDGE_UNREADABLE',
		message: expect.stringContaining('outside'),
	});
	symlinkSync(join(root, 'secret/keys.md'), join(root, 'agent/docs/link.md'));
	await expect(readDocuments(join(root, 'agent/docs'), join(root, 'agent'))).rejects.toMatchObject({
		code: 'KNOWLEDGE_UNREADABLE',
		details: { path: join(root, 'agent/docs/link.md') },
	});
});

test('says so when the folder is missing, is a file, or holds nothing to read', async () => {
	await expect(readDocuments(join(root, 'none'), root)).rejects.toMatchObject({ message: expect.stringContaining('does not exist') });
	write('file.md', 'x');
	await expect(readDocuments(join(root, 'file.md'), root)).rejects.toMatchObject({ message: expect.stringContaining('ENOTDIR') });
	mkdirSync(join(root, 'empty'));
	await expect(readDocuments(join(root, 'empty'), root)).rejects.toMatchObject({ message: expect.stringContaining('no .md or .txt') });
});

slowTest('stops at 2 MB a file, 500 files, and eight folders down', async () => {
	write('large/one.md', 'x'.repeat(2 * 1024 * 1024 + 1));
	await expect(readDocuments(join(root, 'large'), root)).rejects.toMatchObject({ message: expect.stringContaining('2048 KB') });
	for (let index = 0; index < 501; index++) write(`many/${index}.md`, 'x');
	await expect(readDocuments(join(root, 'many'), root)).rejects.toMatchObject({ message: expect.stringContaining('500 documents') });
	write(`deep/${'a/'.repeat(9)}one.md`, 'x');
	await expect(readDocuments(join(root, 'deep'), root)).rejects.toMatchObject({ message: expect.stringContaining('8 folders deep') });
});

slowTest('stops at 64 MB of documents together', async () => {
	for (let index = 0; index < 33; index++) {
		write(`big/${index}.md`, '');
		truncateSync(join(root, `big/${index}.md`), 2 * 1024 * 1024);
	}
	await expect(readDocuments(join(root, 'big'), root)).rejects.toMatchObject({ message: expect.stringContaining('64 MB') });
});

test('refuses a named pipe, which would never end, at once', async () => {
	write('docs/one.md', 'x');
	execFileSync('mkfifo', [join(root, 'docs/pipe.md')]);
	await expect(readDocuments(join(root, 'docs'), root)).rejects.toMatchObject({
		message: expect.stringContaining('is not a regular file'),
	});
});

test('refuses text that is not UTF-8 rather than index it garbled', async () => {
	write('docs/latin.md', Buffer.from('Devolução', 'latin1'));
	await expect(readDocuments(join(root, 'docs'), root)).rejects.toMatchObject({ message: expect.stringContaining('not UTF-8 text') });
});
