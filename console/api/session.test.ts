import { call, callText } from './call';
import { session } from './session';

const own = globalThis.fetch;
afterEach(() => void (globalThis.fetch = own));

const ada = { tenant: 'default', subject: 'oidc:ada', name: 'ada', scopes: [], version: '1', csrf: 'of-ada' };
const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });
const refused = (reason?: string) => json(401, { code: 'ACCESS_DENIED', detail: 'Refused.', ...(reason && { details: { reason } }) });

/** A service that answers requests in this order, and says who is signed in. */
function serve(answers: Response[], signedIn: object | null) {
	session.value = ada;
	const sent: string[] = [];
	globalThis.fetch = (to, { method = 'GET', headers } = {}) => {
		const isAsked = to === '/console/session';
		sent.push(isAsked ? 'who' : `${method} ${(headers as Record<string, string> | undefined)?.['x-troupe-csrf'] ?? ''}`.trim());
		return Promise.resolve(isAsked ? json(200, { session: signedIn }) : answers.shift()!);
	};
	return sent;
}

it('sends once more what was refused while a login was renewed, with the same body and header', async () => {
	const sent = serve([refused('invalid'), json(200, { id: '1' })], ada);
	await expect(call('POST runs', { body: { agent: 'clerk' } })).resolves.toEqual({ id: '1' });
	expect([sent, session.value]).toEqual([['POST of-ada', 'who', 'POST of-ada'], ada]);
});

it('sends a text once more, too, and no more than once', async () => {
	const sent = serve([refused(), refused('revoked')], ada);
	await expect(callText('GET /v2/process-definitions/1/xml')).rejects.toMatchObject({ status: 401 });
	expect(sent).toEqual(['GET', 'who', 'GET']);
});

it('keeps the session after an act that needs a newer login, and does not try it again', async () => {
	const sent = serve([refused('login')], ada);
	await expect(call('DELETE runs/1')).rejects.toMatchObject({ status: 401, details: { reason: 'login' } });
	expect([sent, session.value]).toEqual([['DELETE of-ada', 'who'], ada]);
});

it.each([
	['over', null],
	["another person's", { ...ada, subject: 'oidc:eve', csrf: 'of-eve' }],
])('sends nothing more for a session that is %s', async (_, signedIn) => {
	const sent = serve([refused('missing')], signedIn);
	await expect(call('POST runs', { body: {} })).rejects.toMatchObject({ status: 401, message: 'Refused.' });
	expect([sent, session.value]).toEqual([['POST of-ada', 'who'], signedIn]);
});
