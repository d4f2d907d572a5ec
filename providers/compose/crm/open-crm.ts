/** Opens the CRM of a credential, with one breaker and one pace for each account of the process. */
import { BoundedCache } from '../../../core/base/bounded-cache';
import { TroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { createRequestPace } from '../../../core/crm/request-pace';
import { steadyCrm } from '../../../core/crm/steady-crm';
import { createBreakerKey, createBreakers } from '../../../core/llm/router/breakers';
import type { CredentialData } from '../../../core/ports/access/credentials';
import type { Crm } from '../../../core/ports/crm';
import { systemClock } from '../../../core/ports/host';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import type { NetworkRules } from '../../http/guarded-fetch';
import { textField } from '../../../core/ports/access/oauth-tokens';

export const crmProvider = 'piperun';
export const crmCredentialType = 'piperunApi';

interface CrmAccount {
	/** `token`, and `baseUrl` for an own server. */
	secrets: CredentialData;
	timeoutMs?: number;
	requestsPerMinute?: number;
	residency?: NetworkRules['residency'];
}

const usualRequestsPerMinute = 120;
const maxAccounts = 200;

const breakers = createBreakers();
const paces = new BoundedCache<ReturnType<typeof createRequestPace>>(maxAccounts);

/** @throws TroupeError CREDENTIAL_INVALID */
export async function openCrm({ secrets, ...options }: CrmAccount): Promise<Crm> {
	const token = textField(secrets, 'token');
	if (token === '') throw withoutToken();
	const ownServer = textField(secrets, 'baseUrl').replace(/\/+$/, '');
	const key = createBreakerKey({ provider: crmProvider, model: '', apiKey: token, baseUrl: ownServer });
	const { requestsPerMinute = usualRequestsPerMinute, timeoutMs, residency } = options;
	const mayBePrivate = ownServer !== '' && !hasForeignAddresses(secrets);
	const crm = await connect({
		token,
		ownServer,
		mayBePrivate,
		...(timeoutMs !== undefined && { timeoutMs }),
		...(residency && { residency }),
	});
	return steadyCrm(crm, {
		breaker: breakers.get(key),
		takePlace: findPace(`${key} ${requestsPerMinute}`, requestsPerMinute),
		random: Math.random,
		now: () => systemClock.now(),
		pause,
	});
}

interface Connection {
	token: string;
	ownServer: string;
	mayBePrivate: boolean;
	residency?: NetworkRules['residency'];
	timeoutMs?: number;
}

/** The operator chose the server, so it can be in a private network. */
async function connect({ ownServer, mayBePrivate, residency, ...account }: Connection): Promise<Crm> {
	const { guardedFetch } = await import('../../http/guarded-fetch');
	const send = guardedFetch({ allowPrivateNetworks: mayBePrivate, ...(residency && { residency }) });
	const { createPipeRunCrm, pipeRunAddress } = await import('../../crm/piperun/piperun-crm');
	return createPipeRunCrm({ baseUrl: ownServer || pipeRunAddress, ...account }, send);
}

function findPace(key: string, requestsPerMinute: number) {
	const pace = paces.get(key) ?? createRequestPace({ clock: systemClock, requestsPerMinute, pause });
	paces.set(key, pace);
	return pace;
}

const withoutToken = () =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: 'The credential of the CRM lacks "token".',
		fix: 'Add it: troupe credentials add NAME --type piperunApi --replace',
	});
