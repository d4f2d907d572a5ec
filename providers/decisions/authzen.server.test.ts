import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PlannedToolCall } from '../../core/ports/tools/decision-point';
import { createAuthZen } from './authzen';

const call: PlannedToolCall = {
	agent: { id: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64) },
	...{ tenant: 'acme', callers: ['lead'], asker: ['person:ana', 'group:sales'], by: 'mcp:oidc:ana', runId: 'r1', callId: 'c1' },
	...{ tool: { name: 'pay', source: 'mcp:bank', effect: 'irreversible' }, arguments: { amount: 50 }, isApproved: true },
};
const never = new AbortController().signal;

/** A decision point that answers with this, and what it was asked. */
async function ask(status: number, answer: string, signal = never) {
	const asked: Array<{ authorization?: string; body: unknown }> = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			asked.push({ authorization: request.headers.authorization, body: JSON.parse(body) });
			response.writeHead(status, status === 302 ? { location: '/other' } : {}).end(answer);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/access/v1/evaluation`;
	const permits = createAuthZen({ url, token: 't' }).permits(call, signal);
	return { asked, permits: permits.finally(() => server.close()) };
}

it('asks with the agent, the tool, its arguments and whoever asks, as AuthZEN 1.0 says', async () => {
	const { asked, permits } = await ask(200, '{"decision":true}');
	expect(await permits).toBe(true);
	expect(asked).toEqual([
		{
			authorization: 'Bearer t',
			body: {
				subject: {
					...{ type: 'agent', id: 'clerk' },
					properties: {
						...{ id: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64), tenant: 'acme', callers: ['lead'] },
						...{ asker: ['person:ana', 'group:sales'], by: 'mcp:oidc:ana' },
					},
				},
				action: { name: 'call', properties: { effect: 'irreversible' } },
				resource: { type: 'tool', id: 'pay', properties: { source: 'mcp:bank', arguments: { amount: 50 } } },
				context: { run: 'r1', call: 'c1', approved: true },
			},
		},
	]);
});

it('takes a no for a no', async () => expect(await (await ask(200, '{"decision":false,"context":{}}')).permits).toBe(false));

it.each([
	['another status', 503, '{"decision":true}', 'status 503'],
	['a redirect', 302, '', 'did not decide'],
	['no decision', 200, '{"allow":true}', '"decision", true or false'],
	['a decision in words', 200, '{"decision":"true"}', '"decision", true or false'],
	['no JSON', 200, 'yes', 'did not decide'],
])('permits nothing for %s', async (_what, status, answer, why) => {
	await expect((await ask(status, answer)).permits).rejects.toMatchObject({
		code: 'ACCESS_DENIED',
		message: expect.stringContaining(why) as string,
		fix: expect.stringContaining('TROUPE_DECISION_POINT') as string,
	});
});
