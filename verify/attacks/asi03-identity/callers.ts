import type { Attack } from '../../attack';
import { findInState } from '../../range/find-in-state';
import type { HttpCall } from '../../range/http-call';
import { openService } from '../../range/service';
import { callerAttack, own, search } from '../service-attack';

const createKey = (scopes: string[], query = ''): HttpCall => ({
	method: 'POST',
	path: `/api/v1/access-keys${query}`,
	body: { name: `made-${scopes.join('-').replaceAll(':', '-')}`, scopes },
});
const fix = 'Give keys the role that they need (docs/operations/keys.md), and revoke the others.';
const refusedWith = [401, 403];

interface WeakKey extends Pick<Attack, 'title' | 'tries' | 'aisvs'> {
	id: string;
	role: 'viewer' | 'editor' | 'admin';
	call: HttpCall;
}

const weakKeys: WeakKey[] = [
	{
		id: '14',
		role: 'viewer',
		title: { en: 'A viewer starts a process', pt: 'Um leitor inicia um processo' },
		tries: 'A key with the role viewer starts an instance.',
		call: { method: 'POST', path: '/v2/process-instances', body: { processDefinitionId: 'x' } },
	},
	{
		id: '15',
		role: 'editor',
		title: { en: 'An editor makes a key', pt: 'Um editor cria uma chave' },
		tries: 'A key with the role editor asks for an API key.',
		call: createKey(['process:read']),
	},
	{
		id: '16',
		role: 'admin',
		title: { en: 'An administrator makes a key that can do more', pt: 'Um administrador cria uma chave que pode mais' },
		tries: 'A key with the role admin asks for a key that can copy the state.',
		call: createKey(['state:backup']),
	},
	{
		id: '17',
		role: 'admin',
		aisvs: ['5.2.1', '5.3.1'],
		title: { en: 'An administrator makes a key of another tenant', pt: 'Um administrador cria uma chave de outro tenant' },
		tries: 'A key with the role admin asks for a key of the tenant "other".',
		call: createKey(['process:read'], '?tenant=other'),
	},
];

/** Callers with a credential that is too weak, too old, or another's. */
export const callers: Attack[] = [
	...weakKeys.map(({ id, role, call, ...attack }) =>
		callerAttack({
			id: `ASI03.${id}`,
			fix,
			aisvs: ['5.2.1'],
			refusedWith,
			call,
			allowed: own,
			...attack,
			credential: ({ createKey: create }) => create({ role }),
		}),
	),
	callerAttack({
		id: 'ASI03.18',
		title: { en: 'A revoked key is used', pt: 'Uma chave revogada é usada' },
		tries: 'A key is revoked, and then used.',
		fix,
		aisvs: ['10.2.1'],
		refusedWith,
		async credential({ createKey: create, revokeKey }) {
			const secret = await create({ role: 'viewer' });
			await revokeKey(secret);
			return secret;
		},
		call: search,
		allowed: own,
	}),
	callerAttack({
		id: 'ASI03.19',
		title: { en: 'An expired key is used', pt: 'Uma chave vencida é usada' },
		tries: 'A key was created two days ago for one day.',
		fix,
		aisvs: ['10.2.2'],
		refusedWith,
		credential: ({ createKey: create }) => create({ role: 'viewer', days: 1 }, Date.now() - 2 * 86_400_000),
		call: search,
		allowed: ({ createKey: create }) => create({ role: 'viewer', days: 1 }),
	}),
	callerAttack({
		id: 'ASI03.20',
		title: { en: 'A key is used from another network', pt: 'Uma chave é usada de outra rede' },
		tries: 'A key is for 10.0.0.0/8; the request comes from this machine and says with X-Forwarded-For that it does not.',
		fix: 'Name only your own proxies in --behind-proxy.',
		aisvs: ['5.2.1'],
		refusedWith,
		credential: ({ createKey: create }) => create({ role: 'viewer', allowFrom: ['10.0.0.0/8'] }),
		call: { ...search, headers: { 'x-forwarded-for': '10.1.2.3', forwarded: 'for=10.1.2.3', 'x-real-ip': '10.1.2.3' } },
		allowed: ({ createKey: create }) => create({ role: 'viewer' }),
	}),
	...(
		[
			['21', 'for another service', 'para outro serviço', { aud: 'other' }, {}],
			['22', 'that expired', 'vencido', { exp: Math.floor(Date.now() / 1000) - 3600 }, {}],
			['23', 'of the future', 'do futuro', { nbf: Math.floor(Date.now() / 1000) + 3600 }, {}],
			['24', 'of another issuer', 'de outro emissor', { iss: 'https://evil.example' }, {}],
			['25', 'of an unknown key', 'de uma chave desconhecida', {}, { kid: 'evil' }],
		] as const
	).map(([id, en, pt, claims, header]) =>
		callerAttack({
			id: `ASI03.${id}`,
			title: { en: `A token ${en} is accepted`, pt: `Um token ${pt} é aceito` },
			tries: `A token of OpenID Connect ${en}.`,
			fix: 'Set TROUPE_OIDC_ISSUER and TROUPE_OIDC_AUDIENCE to your own.',
			aisvs: ['10.2.2'],
			refusedWith,
			credential: ({ issuer }) => issuer.sign({ ...claims }, header),
			call: search,
			allowed: ({ issuer }) => issuer.sign(),
		}),
	),
	callerAttack({
		id: 'ASI03.26',
		title: { en: 'A token without a signature is accepted', pt: 'Um token sem assinatura é aceito' },
		tries: 'The header of a valid token names the algorithm "none".',
		fix: 'Update Troupe.',
		aisvs: ['10.2.2'],
		refusedWith,
		async credential({ issuer }) {
			const [, payload] = (await issuer.sign()).split('.');
			return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
		},
		call: search,
		allowed: ({ issuer }) => issuer.sign(),
	}),
	{
		id: 'ASI03.27',
		title: { en: 'Keys can be read in the database', pt: 'As chaves podem ser lidas no banco' },
		tries: 'A key is created and used; then it is looked for in all files of the state.',
		fix: 'Update Troupe.',
		aisvs: ['10.2.3'],
		async play(range) {
			const secret = await (await openService(range)).createKey({ role: 'viewer' });
			return findInState(range, secret.slice(12), 'the key');
		},
	},
];
