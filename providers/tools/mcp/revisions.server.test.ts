/** Servers of both revisions, made with their SDKs. */
import { join } from 'node:path';
import { Server } from '@modelcontextprotocol/server';
import type { ToolContext } from '../../../core/ports/tools/tools';
import { slowTest } from '../../../test/support/slow-tests';
import { guardedFetch } from '../../http/guarded-fetch';
import { compileForm } from '../../../test/support/compile-form';
import { createMcpSource } from './mcp-source';
import { startDirectly } from './start-directly';
import { startStatelessServer } from '../../../test/fakes/mcp/stateless-server';
import { startTestServer, testTools } from '../../../test/fakes/mcp/test-server';

const never = new AbortController().signal;
const context: ToolContext = { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 };
const send = guardedFetch({ allowPrivateNetworks: true });
const over = (url: string) =>
	createMcpSource({ compileForm, server: 'crm', reach: { kind: 'http', url, headers: { authorization: 'Bearer s' }, send } });

const inputSchema = { type: 'object' as const, properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } };
const listed = [{ name: 'echo', description: 'Says it back.', inputSchema, annotations: { readOnlyHint: true } }];

function createStateless(): Server {
	const server = new Server({ name: 'new', version: '1' }, { capabilities: { tools: {} } });
	server.setRequestHandler('tools/list', () => ({ tools: listed }));
	server.setRequestHandler('tools/call', ({ params }) => ({ content: [{ type: 'text', text: JSON.stringify(params.arguments) }] }));
	return server;
}

test('a server without sessions is asked for its revision, and each request stands by itself', async () => {
	const server = await startStatelessServer(createStateless);
	const source = over(server.url);
	const [echo] = await source.tools(never);
	expect(echo).toMatchObject({ name: 'echo', description: 'Says it back.', effect: 'irreversible', parameters: inputSchema });
	expect(await echo!.call({ region: 'sul' }, context)).toEqual({ kind: 'ok', text: '{"region":"sul"}' });
	await source.close();
	expect(server.seen.map(({ method, session }) => [method, session])).toEqual([
		['server/discover', false],
		['tools/list', false],
		['tools/call', false],
	]);
	expect(server.seen[2]!.headers).toMatchObject({ 'mcp-name': 'echo', 'mcp-param-region': 'sul', authorization: 'Bearer s' });
	server.close();
});

test('a server of the earlier revision is asked once, then served by sessions at once', async () => {
	const server = await startTestServer({ read: testTools.read! });
	for (let run = 1; run <= 2; run++) {
		const source = over(server.url);
		await source.tools(never);
		await source.close();
	}
	expect(server.seen.filter((line) => line === 'POST server/discover')).toHaveLength(1);
	expect(server.seen.filter((line) => line === 'POST initialize')).toHaveLength(2);
	server.close();
});

test('one that breaks at the question is served by a session, too', async () => {
	const server = await startTestServer({ read: testTools.read! });
	server.intercept = ({ method }, response) => method === 'server/discover' && (response.writeHead(500).end(), true);
	const source = over(server.url);
	expect((await source.tools(never)).map(({ name }) => name)).toEqual(['read']);
	await source.close();
	server.close();
});

slowTest('programs of the newer revision work', async () => {
	const args = [join(__dirname, '../../../test/fakes/mcp/stateless.ts')];
	const source = createMcpSource({
		compileForm,
		server: 'files',
		reach: { kind: 'program', key: args.join(' '), start: () => startDirectly(process.execPath, args, {}) },
	});
	const [number] = await source.tools(never);
	expect(Number((await number!.call({}, context)).text)).toBeGreaterThan(1);
	await source.close();
});

slowTest('a program that ends at the question is started again', async () => {
	const script = `
		process.stdin.on('data', (chunk) => {
			for (const line of String(chunk).trim().split('\\n')) {
				const { id, method } = JSON.parse(line);
				if (method === 'server/discover') process.exit(1);
				const tools = [{ name: 'old', inputSchema: { type: 'object' } }];
				const hello = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'o', version: '1' } };
				if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: method === 'initialize' ? hello : { tools } }));
			}
		});`;
	const source = createMcpSource({
		compileForm,
		server: 'old',
		reach: { kind: 'program', key: script, start: () => startDirectly(process.execPath, ['-e', script], {}) },
	});
	expect((await source.tools(never)).map(({ name }) => name)).toEqual(['old']);
	await source.close();
});
