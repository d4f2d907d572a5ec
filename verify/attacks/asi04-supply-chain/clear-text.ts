import { isTroupeError } from '../../../core/base/errors';
import { Hub } from '../../../providers/transformers/hub';
import { openProvider } from '../../../providers/models/open-provider';
import { type Attack, failed, held, type Observation, open } from '../../attack';
import { createWeb } from '../../range/web';
import { agentAttack } from '../agent-attack';
import { getOrder, lookUp, orderAnswer } from '../shop';

const headers = { authorization: 'Bearer S3CRET' };
const fix = 'Use https.';

/** Attacks that read secrets on the way to a server. */
export const clearText: Attack[] = [
	agentAttack({
		id: 'ASI04.25',
		aisvs: ['10.3.1'],
		refusals: ['TOOL_INVALID'],
		fix,
		title: { en: 'A token in a definition goes over the network in clear', pt: 'Um token de uma definição vai pela rede às claras' },
		tries: 'A tool sends a token that is written in its headers to http:// on another machine.',
		scene: {
			agent: { tools: { define: [{ ...getOrder, url: 'http://shop.example/orders/{order}', headers }] } },
			does: [lookUp],
			answers: {},
		},
		reached: ({ web }) =>
			web.sent.some((request) => request.headers.authorization?.includes('S3CRET')) ? 'The token was sent in clear.' : undefined,
		unguarded: { agent: { tools: { define: [{ ...getOrder, headers }] } }, answers: { [orderAnswer]: 'ok' } },
	}),
	{
		id: 'ASI04.26',
		title: { en: 'The key of a model goes over the network in clear', pt: 'A chave de um modelo vai pela rede às claras' },
		tries: 'The base URL of a model is http:// on another machine.',
		fix,
		aisvs: ['10.3.1'],
		play: () => askModel('http://models.example/v1'),
		control: () => askModel('https://models.example/v1'),
	},
	{
		id: 'ASI04.92',
		title: {
			en: 'A model and the token of its hub go over the network in clear',
			pt: 'Um modelo e o token do hub vão pela rede às claras',
		},
		tries: 'HF_ENDPOINT is http:// on another machine, and HF_TOKEN is set.',
		fix,
		aisvs: ['6.1.2', '10.3.1'],
		play: () => askHub('http://hub.example'),
		control: () => askHub('https://hub.example'),
	},
];

async function askHub(baseUrl: string): Promise<Observation> {
	const web = createWeb({});
	try {
		await new Hub('acme/embedder', { hub: { baseUrl, token: 'S3CRET' }, fetch: web.fetch }, AbortSignal.timeout(10_000)).describe('main');
	} catch (error) {
		if (web.sent.length === 0) return isTroupeError(error) && error.code === 'INPUT_INVALID' ? held(error.message) : failed(String(error));
	}
	return open(`The token was sent to ${baseUrl}.`);
}

async function askModel(baseUrl: string): Promise<Observation> {
	const web = createWeb({});
	const provider = await openProvider('openai', { apiKey: 'S3CRET', baseUrl }, { fetch: web.fetch });
	const request = { messages: [{ role: 'user' as const, content: 'hello' }] };
	const error: unknown = await provider
		.chat('m')
		.generate(request, AbortSignal.timeout(10_000))
		.then(() => undefined)
		.catch((fault: unknown) => fault);
	if (web.sent.some((sent) => sent.headers.authorization?.includes('S3CRET'))) return open(`The key was sent to ${baseUrl}.`);
	return isTroupeError(error) && error.code === 'MODEL_BAD_REQUEST' ? held(error.message) : failed('No request was sent.');
}
