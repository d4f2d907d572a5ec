import { Server } from '@modelcontextprotocol/server';
import { McpSessions } from './mcp-sessions';
import { slowTest } from '../../test/support/slow-tests';

const clientInfo = { name: 'client', version: '1' };
const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } };
const list = { jsonrpc: '2.0', id: 2, method: 'ping' };

function open(now: () => number = Date.now) {
	const sessions = new McpSessions(() => new Server({ name: 'server', version: '1' }, { capabilities: {} }), now);
	const send = (clientId: string, body: object, session?: string) => {
		const headers = {
			'content-type': 'application/json',
			accept: 'application/json, text/event-stream',
			...(session && { 'mcp-session-id': session }),
		};
		const request = new Request('http://localhost/mcp', { method: 'POST', headers, body: JSON.stringify(body) });
		return sessions.handle(request, { authInfo: { token: '', clientId, scopes: [] }, parsedBody: body });
	};
	return {
		begin: async (clientId: string) => (await send(clientId, initialize)).headers.get('mcp-session-id')!,
		use: async (clientId: string, session: string) => (await send(clientId, list, session)).status,
		close: () => sessions.close(),
	};
}

slowTest('a client that opens sessions without end ends its own, not those of others', async () => {
	const { begin, use, close } = open();
	const modest = await begin('modest');
	const first = await begin('greedy');
	for (let index = 0; index < 1_000; index++) await begin('greedy');
	expect(await use('modest', modest)).toBe(200);
	expect(await use('greedy', first)).toBe(404);
	await close();
});

test('a session that nobody used for an hour ends', async () => {
	let time = 0;
	const { begin, use, close } = open(() => time);
	const idle = await begin('a');
	time = 3_600_000;
	await begin('b');
	expect(await use('a', idle)).toBe(404);
	await close();
});
