/** A run of an agent ends when the key that began it is revoked. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { once } from 'node:events';
import { calling } from '../../sandbox/fakes/tool-agent';
import { serviceToken, startTestService } from '../../test/support/offering-service';

test('ends a run over MCP with the reason, and makes no further call', async () => {
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
	const key = await service.createKey('bot', ['agent:run']);
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	const requestInit = { headers: { authorization: `Bearer ${key}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { requestInit }));
	try {
		const answer = client.callTool({ name: 'clerk', arguments: { message: 'Hello' } });
		await isAsked;
		const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
		const address = `${service.url}/access/keys/${key.slice(0, 12)}/revocation`;
		const revoked = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ reason: 'left' }) });
		expect(revoked.ok).toBe(true);
		expect(JSON.stringify(await answer)).toMatch(/ACCESS_DENIED: .*revoked/);
		expect(service.model.requests).toHaveLength(1);
	} finally {
		await client.close();
		await service.close();
	}
});
