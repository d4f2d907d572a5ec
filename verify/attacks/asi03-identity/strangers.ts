import type { HttpCall } from '../../range/http-call';
import { search, strangerAttack } from '../service-attack';

const fix = 'Update Troupe, and put nothing before the service that adds a credential to requests.';
const aisvs = ['10.2.1'];
const refusedWith = [401, 403];

const doors: Array<[id: string, en: string, pt: string, call: HttpCall]> = [
	['01', 'reads process instances', 'lê instâncias de processos', search],
	[
		'02',
		'calls agents over MCP',
		'chama agentes por MCP',
		{
			method: 'POST',
			path: '/mcp',
			body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
			headers: { accept: 'application/json, text/event-stream' },
		},
	],
	[
		'03',
		'calls agents over A2A',
		'chama agentes por A2A',
		{ method: 'POST', path: '/a2a/offered-clerk', body: { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: {} } },
	],
	['04', 'lists API keys', 'lista chaves de API', { path: '/api/v1/access-keys' }],
	['05', 'reads metrics', 'lê métricas', { path: '/metrics' }],
	['06', 'copies the state', 'copia o estado', { method: 'POST', path: '/state/engine' }],
	['07', 'deploys a process', 'implanta um processo', { method: 'POST', path: '/v2/deployments', body: {} }],
];

const credentials: Array<[id: string, en: string, pt: string, changes: Partial<HttpCall>]> = [
	['08', 'a made-up token', 'um token inventado', { headers: { authorization: 'Bearer trp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } }],
	['09', 'an empty token', 'um token vazio', { headers: { authorization: 'Bearer ' } }],
	['10', 'a token in the address', 'um token no endereço', { path: `${search.path}?access_token=x&token=x` }],
	['11', 'the word "undefined" as token', 'a palavra "undefined" como token', { headers: { authorization: 'Bearer undefined' } }],
];

/** Requests of strangers to the service. */
export const strangers = [
	...doors.map(([id, en, pt, call]) =>
		strangerAttack({
			id: `ASI03.${id}`,
			title: { en: `A stranger ${en}`, pt: `Um estranho ${pt}` },
			tries: `${call.method ?? 'GET'} ${call.path} without a credential.`,
			fix,
			aisvs,
			refusedWith,
			calls: [call],
		}),
	),
	...credentials.map(([id, en, pt, changes]) =>
		strangerAttack({
			id: `ASI03.${id}`,
			title: { en: `A stranger enters with ${en}`, pt: `Um estranho entra com ${pt}` },
			tries: `A search of instances with ${en}.`,
			fix,
			aisvs,
			refusedWith,
			calls: [{ ...search, ...changes }],
		}),
	),
	strangerAttack({
		id: 'ASI03.12',
		title: { en: 'A foreign name leads a browser to the service', pt: 'Um nome alheio leva um navegador ao serviço' },
		tries: 'A request whose Host header is evil.example, as after DNS rebinding.',
		fix: 'Bind the service to a loopback address, or set TROUPE_PUBLIC_URL to its public name; a proxy before it has to refuse other names.',
		aisvs: ['10.3.3'],
		calls: [
			{ ...search, headers: { host: 'evil.example' } },
			{ path: '/healthz', headers: { host: 'evil.example' } },
		],
		refusedWith: [403, 421],
	}),
	strangerAttack({
		id: 'ASI03.13',
		title: { en: 'A page of another site calls the service', pt: 'Uma página de outro site chama o serviço' },
		tries: 'Requests whose Origin is https://evil.example, and null.',
		fix: 'Let no proxy before the service remove or replace the header Origin.',
		aisvs: ['10.3.3'],
		calls: ['https://evil.example', 'null'].map((origin) => ({ ...search, headers: { origin } })),
		refusedWith: [403],
	}),
];
