import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAgent, listAgents, readAgentFile } from './agent-files';

let root: string;
const folder = (name: string) => join(root, name);
const write = (path: string, content: string | Buffer) => {
	mkdirSync(join(folder(path), '..'), { recursive: true });
	writeFileSync(folder(path), content);
};

beforeEach(() => {
	root = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-agents-')));
	write('own/support.json', '{"id":"support","name":"Own"}');
	write('own/sales/agent.json', '{"id":"sales"}');
	write('package/support/agent.json', '{"id":"support","name":"Package"}');
	write('package/billing/agent.json', '{"id":"billing"}');
	write('package/billing/documents/one.md', 'x');
});
afterEach(() => rmSync(root, { recursive: true }));

test('finds an agent as a file or as a folder, and the first folder wins', async () => {
	const folders = [folder('own'), folder('package')];
	const support = await findAgent('support', folders);
	expect(support).toEqual({
		path: folder('own/support.json'),
		folder: folder('own'),
		sha256: createHash('sha256').update('{"id":"support","name":"Own"}').digest('hex'),
		definition: { id: 'support', name: 'Own' },
	});
	expect((await findAgent('billing', folders)).folder).toBe(folder('package/billing'));
});

test('lists each id once, and passes over folders that do not exist', async () => {
	const agents = await listAgents([folder('own'), folder('package'), folder('absent')]);
	expect(agents.map((agent) => agent.id)).toEqual(['billing', 'sales', 'support']);
	expect(agents[2]?.path).toBe(folder('own/support.json'));
});

test('says where it looked and which agents exist', async () => {
	await expect(findAgent('legal', [folder('own'), folder('package')])).rejects.toMatchObject({
		code: 'AGENT_NOT_FOUND',
		message: expect.stringContaining(`legal/agent.json in: ${folder('own')}, ${folder('package')}`),
		fix: expect.stringContaining('billing, sales, support'),
	});
	await expect(findAgent('legal', [])).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND', message: expect.stringContaining('no folder') });
});

test.each(['../own/support', 'Support', '', 'a/b', 'x'.repeat(65)])('takes %j for no id', async (id) => {
	await expect(findAgent(id, [folder('own')])).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });
});

test('refuses a path, and a symbolic link, that leaves the agent folders', async () => {
	await expect(readAgentFile(folder('package/billing/agent.json'), [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		fix: expect.stringContaining('TROUPE_AGENTS'),
	});
	await expect(readAgentFile(join(folder('own'), '../package/billing/agent.json'), [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
	});
	symlinkSync(folder('package/billing/agent.json'), folder('own/billing.json'));
	await expect(findAgent('billing', [folder('own')])).rejects.toMatchObject({ code: 'AGENT_INVALID' });
	expect((await listAgents([folder('own')])).map((agent) => agent.id)).toEqual(['sales', 'support']);
});

test('does not take a sibling folder with the same beginning for an inside one', async () => {
	write('own-other/support.json', '{"id":"support"}');
	await expect(readAgentFile(folder('own-other/support.json'), [folder('own')])).rejects.toMatchObject({ code: 'AGENT_INVALID' });
});

test.each([
	['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
	['UTF-16, little end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
	['UTF-16, big end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
])('reads a definition in %s', async (_encoding, encode) => {
	write('own/joao.json', encode('{"id":"joao","name":"João"}'));
	expect((await findAgent('joao', [folder('own')])).definition).toEqual({ id: 'joao', name: 'João' });
});

test('refuses a definition that is not JSON, not UTF-8, not a file, or has another id', async () => {
	write('own/broken.json', '{"id": ');
	await expect(findAgent('broken', [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('not JSON'),
	});
	write('own/latin.json', Buffer.from('{"id":"latin","name":"Jo\xe3o"}', 'latin1'));
	await expect(findAgent('latin', [folder('own')])).rejects.toMatchObject({ code: 'AGENT_INVALID' });
	mkdirSync(folder('own/directory.json'));
	await expect(findAgent('directory', [folder('own')])).rejects.toMatchObject({ message: expect.stringContaining('not a regular file') });
	write('own/alias.json', '{"id":"support"}');
	await expect(findAgent('alias', [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		details: { expected: 'alias', actual: 'support', path: folder('own/alias.json') },
	});
	write('own/null.json', 'null');
	await expect(findAgent('null', [folder('own')])).rejects.toMatchObject({ code: 'AGENT_INVALID' });
});

test('reads at most 256 KB', async () => {
	const definition = (size: number) => JSON.stringify({ id: 'large', pad: '' }).replace('""', `"${'x'.repeat(size)}"`);
	const overhead = definition(0).length;
	write('own/large.json', definition(256 * 1024 - overhead));
	expect((await findAgent('large', [folder('own')])).definition).toMatchObject({ id: 'large' });
	write('own/large.json', definition(256 * 1024 - overhead + 1));
	await expect(findAgent('large', [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('256 KB'),
	});
});

test('says that a file named by path is missing', async () => {
	await expect(readAgentFile(folder('own/none.json'), [folder('own')])).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });
});

(process.getuid?.() === 0 ? test.skip : test)('names the reason when the system refuses to read', async () => {
	chmodSync(folder('own/support.json'), 0);
	await expect(findAgent('support', [folder('own')])).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('EACCES'),
	});
});
