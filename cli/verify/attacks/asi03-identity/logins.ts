import { type Attack, held, notTried, open } from '../../attack';
import { sendCall } from '../../range/http-call';
import type { Range } from '../../range/range';
import { openService } from '../../range/service';

const day = 86_400;

/** How old a login may be for what changes the installation. */
export const logins: Attack[] = [
	{
		id: 'ASI03.45',
		title: { en: 'A login of yesterday makes an API key', pt: 'Um login de ontem cria uma chave de API' },
		tries: 'A valid token of an administrator, who logged in a day ago, asks for an API key.',
		fix: 'Set TROUPE_OIDC_MAX_AGE, such as 900.',
		aisvs: ['5.1.1'],
		async play(range) {
			if (range.environment.TROUPE_OIDC_ISSUER === undefined) return notTried('The installation has no issuer of tokens.');
			return makeKey(range, day);
		},
		control: (range) => makeKey(range, 0),
	},
];

async function makeKey(range: Range, age: number) {
	const { url, issuer } = await openService(range);
	const claims = { sub: 'ana', realm_access: { roles: ['admin'] }, auth_time: Math.floor(Date.now() / 1000) - age };
	const headers = { authorization: `Bearer ${await issuer.sign(claims)}` };
	const body = { name: `of-a-login-${age}`, role: 'viewer' };
	const answer = await sendCall(url, { method: 'POST', path: '/access/keys', headers, body });
	return answer.status === 201 ? open('The key was made.') : held(`The request was refused with ${answer.status}.`);
}
