import { type Attack, held, notTried, type Observation, open } from '../../attack';
import { sendCall } from '../../range/http-call';
import type { Range } from '../../range/range';
import { toProcess } from '../../range/process';
import { openService } from '../../range/service';

const day = 86_400;
const process = toProcess('<bpmn:startEvent id="start"/>');

/** How old a login may be for what changes the installation. */
export const logins: Attack[] = [
	{
		id: 'ASI03.45',
		aisvs: ['5.1.1'],
		title: { en: 'A login of yesterday makes an API key', pt: 'Um login de ontem cria uma chave de API' },
		tries: 'A valid token of an administrator, who logged in a day ago, asks for an API key.',
		...withLogin({ path: '/api/v1/access-keys', body: (age) => ({ name: `of-a-login-${age}`, role: 'viewer' }) }),
	},
	{
		id: 'ASI03.132',
		aisvs: ['5.1.1'],
		title: { en: 'A login of yesterday deploys a process', pt: 'Um login de ontem implanta um processo' },
		tries: 'A valid token of an administrator, who logged in a day ago, deploys a process.',
		...withLogin({ path: '/v2/deployments', form: process }),
	},
];

/** Request that changes something. */
interface Change {
	path: string;
	body?: (age: number) => object;
	form?: string;
}

function withLogin(change: Change): Pick<Attack, 'fix' | 'play' | 'control'> {
	return {
		fix: 'Set TROUPE_OIDC_MAX_AGE, such as 15m.',
		async play(range) {
			if (range.environment.TROUPE_OIDC_ISSUER === undefined) return notTried('The installation has no issuer of tokens.');
			return send(range, change, day);
		},
		control: (range) => send(range, change, 0),
	};
}

async function send(range: Range, { path, body, form }: Change, age: number): Promise<Observation> {
	const { url, issuer } = await openService(range);
	const claims = { sub: 'ana', realm_access: { roles: ['admin'] }, auth_time: Math.floor(Date.now() / 1000) - age };
	const headers = { authorization: `Bearer ${await issuer.sign(claims)}` };
	const { status } =
		form === undefined
			? await sendCall(url, { method: 'POST', path, headers, body: body?.(age) })
			: await sendForm(url + path, headers, form);
	return status === 200 || status === 201 ? open('The change was made.') : held(`The request was refused with ${status}.`);
}

function sendForm(url: string, headers: Record<string, string>, content: string): Promise<{ status: number }> {
	const body = new FormData();
	body.append('resources', new Blob([content]), 'process.bpmn');
	return fetch(url, { method: 'POST', headers, body });
}
