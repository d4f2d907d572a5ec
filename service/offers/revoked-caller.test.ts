/** A run of an agent ends when the key that began it is revoked. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { once } from 'node:events';
import { calling } from '../../sandbox/fakes/tool-agent';
import { serviceToken, startTestService } from '../../test/support/offering-service';

async function sendOverA2a(url: string, key: string): Promise<unknown> {
	const message = { messageId: 'm', role: 'ROLE_USER', parts: [{ text: 'Hello' }] };
	const answer = await fetch(`${url}/a2a/clerk`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'a2a-version': '1.0' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	});
	return answer.json();
}

test.each(['MCP', 'A2A'])('ends a run over %s with the reason, and makes no further call', async (door) => {
	let began = () => undefined as void;
	const isAsked = new Promise<void>((resolve) => (began = resolve));
	const service = await startTestService([
		async (_request, signal) => {
			began();
			await once(signal, 'abort');
			throw signal.reason;
		},
		calling(['pay', {}]),
	]);
	const key = await service.createKey('bot', ['agent:run:clerk']);
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	const requestInit = { headers: { authorization: `Bearer ${key}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { requestInit }));
	try {
		const ask = door === 'MCP' ? client.callTool({ name: 'clerk', arguments: { message: 'Hello' } }) : sendOverA2a(service.url, key);
		const answer = ask.then((told) => JSON.stringify(told));
		await isAsked;
		const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
		const address = `${service.url}/access/keys/${key.slice(0, 12)}/revocation`;
		const revoked = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ reason: 'left' }) });
		expect(revoked.ok).toBe(true);
		expect(await answer).toMatch(/ACCESS_DENIED: .*revoked/);
		expect(service.model.requests).toHaveLength(1);
	} finally {
		await client.close();
		await service.close();
	}
});
