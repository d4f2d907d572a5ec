import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramIsolator } from '../../../core/ports/sandbox/programs';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import { startProgram } from './start-program';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-start-'));
	writeFileSync(at('server.js'), 'console.log(1)');
	writeFileSync(at('run.sh'), '#!/bin/sh\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const shell = '/bin/sh';
const isolateProgram: ProgramIsolator = async ({ file, args, env, folders }) => ({
	file: 'bwrap',
	args: [file, ...args, JSON.stringify(folders)],
	env,
});
const server = (more: Partial<McpTools> = {}): McpTools => ({
	kind: 'mcp',
	server: 'files',
	command: shell,
	args: [at('server.js')],
	...more,
});
/** The list of the operator. */
function list(entry: object): string {
	const hashes = { [shell]: sha256(shell), [at('server.js')]: sha256(at('server.js')) };
	writeFileSync(at('programs.json'), JSON.stringify({ programs: [{ command: shell, args: [at('server.js')], sha256: hashes, ...entry }] }));
	return at('programs.json');
}
const start = (allowPrograms: boolean | string, definition = server(), env: Record<string, string> = {}) =>
	startProgram(definition, env, { allowPrograms, isolateProgram });

test('a program starts in the sandbox with its folders, and outside only if the list of the operator says so', async () => {
	const folders = [{ path: folder }];
	expect(await start(true, server({ folders }))).toMatchObject({
		file: 'bwrap',
		args: [shell, at('server.js'), JSON.stringify([{ path: folder, access: 'read' }])],
	});
	expect(await start(list({ folders }), server({ folders }))).toMatchObject({ file: 'bwrap' });
	expect(await start(list({ sandbox: false }))).toMatchObject({ file: shell, args: [at('server.js')] });
	await expect(startProgram(server(), {}, { allowPrograms: true })).rejects.toMatchObject({
		message: expect.stringContaining('no sandbox') as string,
	});
});

test('a program with other arguments than the listed ones does not start; the error has the entry for the list', async () => {
	const path = list({});
	const refusal = await start(path, server({ args: ['-c', 'cat vault.key'] })).catch((error: unknown) => error);
	expect(refusal).toMatchObject({
		code: 'TOOL_INVALID',
		message: expect.stringContaining('not on the list of programs') as string,
	});
	expect((refusal as { fix: string }).fix).toContain(
		JSON.stringify({ command: shell, args: ['-c', 'cat vault.key'], sha256: { [shell]: sha256(shell) } }),
	);
});

test.each([
	['changed', () => writeFileSync(at('server.js'), 'evil()')],
	['is gone', () => rmSync(at('server.js'))],
])('a program does not start if a file of it %s', async (_what, change) => {
	const path = list({});
	change();
	await expect(start(path)).rejects.toMatchObject({ code: 'TOOL_CHANGED', details: { path: at('server.js') } });
});

test('a file among the arguments needs a hash', async () => {
	await expect(start(list({ sha256: { [shell]: sha256(shell) } }))).rejects.toMatchObject({
		code: 'TOOL_CHANGED',
		details: { path: at('server.js') },
	});
});

test.each<[string, Partial<McpTools>, object]>([
	['a folder', { folders: [{ path: '/srv/data' }] }, {}],
	['a folder beside the listed one', { folders: [{ path: '/srv/database' }] }, { folders: [{ path: '/srv/data' }] }],
	['a folder above the listed one', { folders: [{ path: '/srv/data/..' }] }, { folders: [{ path: '/srv/data' }] }],
	['writing', { folders: [{ path: '/srv/data', access: 'write' }] }, { folders: [{ path: '/srv/data' }] }],
	['a request', { requests: ['GET evil.example.com'] }, { requests: ['GET *.example.org'] }],
	['another method', { requests: ['POST a.example.org'] }, { requests: ['GET *.example.org'] }],
])('a listed program does not get %s that its entry does not allow', async (_what, more, entry) => {
	await expect(start(list(entry), server(more))).rejects.toMatchObject({
		...{ code: 'TOOL_INVALID', message: expect.stringContaining('does not allow') as string },
	});
});

slowTest('a listed program gets folders and requests that are within those of its entry', async () => {
	const entry = { folders: [{ path: '/srv/data', access: 'write' }], requests: ['GET *.example.org'] };
	const wanted = server({ command: process.execPath, folders: [{ path: '/srv/data/a' }], requests: ['GET api.example.org/v1/*'] });
	const files = [process.execPath, at('server.js')];
	const path = list({ ...entry, command: process.execPath, sha256: Object.fromEntries(files.map((file) => [file, sha256(file)])) });
	expect(await start(path, wanted)).toMatchObject({ file: 'bwrap' });
});

test.each([
	'no JSON',
	'{"programs":[{"command":"sh","sha256":{}}]}',
	'{"programs":[{"command":"/bin/sh","sha256":{"/bin/sh":"' + '0'.repeat(64) + '"},"requests":["x"]}]}',
])('the list %s starts nothing', async (text) => {
	writeFileSync(at('programs.json'), text);
	await expect(start(at('programs.json'))).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('programs.json') as string,
	});
});

test('a script is refused, with what to write instead', async () => {
	await expect(start(true, server({ command: at('run.sh'), args: [] }))).rejects.toMatchObject({
		...{ code: 'TOOL_INVALID', fix: expect.stringContaining('interpreter') as string },
	});
});

test.each(['NODE_OPTIONS', 'LD_PRELOAD', 'BASH_ENV', 'KEY'])(
	'the variable %s reaches a listed program only if it is listed, too (plmbr/notebook-intelligence#298)',
	async (name) => {
		const path = list({ sandbox: false });
		await expect(start(path, server(), { [name]: 'x' })).rejects.toMatchObject({ code: 'TOOL_INVALID', details: { variable: name } });
		expect(await start(list({ sandbox: false, env: [name] }), server(), { [name]: 'x' })).toMatchObject({ env: { [name]: 'x' } });
	},
);

test.each(['node server.js; rm -rf /', 'sh -c "id"', '$(id)', '../../bin/sh', ''])(
	'the command %j is the name of one program, which no shell reads (kardolus/chatgpt-cli#176)',
	async (command) => {
		await expect(start(true, server({ command }))).rejects.toMatchObject({
			code: 'TOOL_INVALID',
			message: expect.stringContaining('which is not installed') as string,
		});
	},
);
