import { calling } from '../test/fakes/tool-agent';
import { serviceToken, startTestService } from '../test/support/offering-service';

afterEach(() => delete process.env.TROUPE_AGENT_WEBHOOK_URL);

test('what a run that waits has to tell is work only where a webhook is to be told', async () => {
	const service = await startTestService([{ text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' }]);
	try {
		const params = { message: { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] } };
		const headers = { 'a2a-version': '1.0', 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` };
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params });
		expect((await fetch(`${service.url}/a2a/clerk`, { method: 'POST', headers, body })).status).toBe(200);
		const readKinds = async () => {
			const metrics = await (await fetch(`${service.url}/metrics`, { headers })).text();
			return [...metrics.matchAll(/^troupe_work_waiting\{kind="([^"]+)"/gm)].map(([, kind]) => kind);
		};
		expect(await readKinds()).toEqual([]);
		process.env.TROUPE_AGENT_WEBHOOK_URL = 'https://hooks.example/runs';
		expect(await readKinds()).toEqual(['run-notice']);
	} finally {
		await service.close();
	}
});
