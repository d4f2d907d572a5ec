import { agentAttack } from '../agent-attack';
import { type Attack, failed, held, open } from '../../attack';
import { sendCall } from '../../range/http-call';
import { openService } from '../../range/service';
import { playScene } from '../../range/agent-stage';
import { callerAttack, own, search } from '../service-attack';
import { asks } from '../shop';

const nestedCall = (levels: number): string =>
	`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"offered-clerk","arguments":{"message":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}}}`;

/** Requests that would stop a service, and a model that does not answer. */
export const floods: Attack[] = [
	callerAttack({
		id: 'ASI08.11',
		title: { en: 'A request of 30 MB fills the memory', pt: 'Uma requisição de 30 MB enche a memória' },
		tries: 'A caller with all rights sends a body of 30 million characters.',
		fix: 'Update Troupe.',
		aisvs: ['10.4.5'],
		refusedWith: [400, 413],
		credential: own,
		call: { ...search, body: `{"filter":{"x":"${'x'.repeat(30_000_000)}"}}` },
	}),
	callerAttack({
		id: 'ASI08.12',
		title: { en: 'A deeply nested request stops the parser', pt: 'Uma requisição muito aninhada para o leitor' },
		tries: 'A caller sends JSON with 100,000 levels.',
		fix: 'Update Troupe.',
		aisvs: ['10.4.5'],
		refusedWith: [400, 413],
		credential: own,
		call: { ...search, body: `{"filter":${'['.repeat(100_000)}${']'.repeat(100_000)}}` },
	}),
	callerAttack({
		id: 'ASI08.91',
		title: {
			en: 'Deeply nested arguments of a tool break the service',
			pt: 'Argumentos muito aninhados de uma ferramenta quebram o serviço',
		},
		tries: 'A caller of MCP sends arguments with 50,000 levels.',
		fix: 'Update Troupe.',
		aisvs: ['10.4.5'],
		refusedWith: [400, 413],
		credential: own,
		call: { method: 'POST', path: '/mcp', body: nestedCall(50_000), headers: { accept: 'application/json, text/event-stream' } },
	}),
	{
		id: 'ASI08.13',
		title: { en: 'One caller takes all capacity', pt: 'Quem chama toma toda a capacidade' },
		tries: 'A key that is limited to 3 requests a minute sends 12.',
		fix: 'Give keys a rate: `troupe key create --rate`, and the service its own (docs/operations/keys.md).',
		aisvs: ['11.2.2'],
		async play(range) {
			const service = await openService(range);
			return flood(service.url, await service.createKey({ role: 'viewer', rate: 3 }));
		},
		async control(range) {
			const service = await openService(range);
			return flood(service.url, await service.createKey({ role: 'viewer' }));
		},
	},
	{
		id: 'ASI08.14',
		title: { en: 'A tool is called although no model answered', pt: 'Uma ferramenta é chamada embora nenhum modelo tenha respondido' },
		tries: 'The server of the model does not run.',
		fix: 'Update Troupe.',
		async play(range) {
			const seen = await playScene(range, {
				agent: asks,
				answers: {},
				host: { providers: { openai: { apiKey: 'sk-fake', baseUrl: 'http://127.0.0.1:9/v1' } } },
			});
			if (seen.web.sent.length > 0) return open(`${seen.web.sent[0]!.line} was sent.`);
			if (seen.error?.code.startsWith('MODEL_') === false) return failed(`${seen.error.code}: ${seen.error.message}`);
			return held(seen.error ? `The run ends with ${seen.error.code}.` : 'The run ends without a call.');
		},
	},
	agentAttack({
		id: 'ASI08.15',
		aisvs: ['7.1.2'],
		fix: 'Set limits.outputTokens.',
		title: {
			en: 'A model server that ignores its limit floods the customer',
			pt: 'Um servidor de modelo que ignora seu limite inunda o cliente',
		},
		tries: 'The agent allows 100 tokens; the server answers with 200,000 characters.',
		scene: {
			agent: { limits: { outputTokens: 100 } },
			says: Array.from({ length: 7_000 }, (_, index) => `Order ${index} is on its way.`).join(' '),
		},
		reached: ({ outcome }) => (outcome && outcome.reply.length > 1_000 ? `The reply has ${outcome.reply.length} characters.` : undefined),
		unguarded: { agent: { limits: { outputTokens: 100_000, tokens: 1_000_000 } } },
	}),
];

async function flood(url: string, key: string) {
	const statuses: number[] = [];
	for (let sent = 0; sent < 12; sent += 1)
		statuses.push((await sendCall(url, { ...search, headers: { authorization: `Bearer ${key}` } })).status);
	const refused = statuses.filter((status) => status === 429).length;
	return refused > 0 ? held(`${refused} of 12 were refused with 429.`) : open('All 12 were answered.');
}
