/** RFC 8693: exchanges the caller's token, at its issuer, for one of a tool's server. */
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { askTokenServer, findErrorCode } from '../../credentials/oauth/token-request';

const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const jwt = 'urn:ietf:params:oauth:token-type:jwt';
const defaultSeconds = 60;
/** Minimum remaining life of a token when it is sent. */
const leftSeconds = 30;

interface Exchange {
	who: string;
	audience: string;
	/** The token of the caller, which goes to its issuer only. */
	subjectToken: () => string;
	signActor: (audience: string, now: number) => Promise<string>;
	send: typeof fetch;
	environment?: Environment;
}

/** Exchanges the token again before it ends. @throws TroupeError INPUT_INVALID if the host names no token server */
export function exchangeTokens({ who, audience, subjectToken, signActor, send, environment }: Exchange): (now: number) => Promise<string> {
	const { url, clientId, clientSecret } = readExchange(environment);
	let token: { text: string; endsAt: number } | undefined;
	return async (now) => {
		if (token && token.endsAt - now >= leftSeconds) return token.text;
		const subject = subjectToken();
		const fields = {
			grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
			subject_token: subject,
			subject_token_type: accessToken,
			audience,
			requested_token_type: accessToken,
			actor_token: await signActor(url, now),
			actor_token_type: jwt,
		};
		const { status, body } = await askTokenServer({ name: 'TROUPE_EXCHANGE_URL', url, fields, basic: { clientId, clientSecret } }, send);
		const { access_token: text, token_type: type, issued_token_type: issued = accessToken, expires_in: seconds } = body;
		if (status !== 200 || typeof text !== 'string' || text === '')
			throw refused(who, audience, url, `${status} ${findErrorCode(body) ?? 'without a token'}`);
		if (!/^bearer$/i.test(String(type)) || (issued !== accessToken && issued !== jwt))
			throw refused(who, audience, url, 'another kind of token than an access token');
		if (text === subject) throw refused(who, audience, url, 'the token of the caller itself, which is for Troupe only');
		token = { text, endsAt: now + (typeof seconds === 'number' && seconds > 0 ? seconds : defaultSeconds) };
		return text;
	};
}

function readExchange(environment?: Environment) {
	const [url, clientId, clientSecret] = (['TROUPE_EXCHANGE_URL', 'TROUPE_EXCHANGE_CLIENT', 'TROUPE_EXCHANGE_SECRET'] as const).map((name) =>
		readSetting(name, environment),
	);
	if (url !== undefined && clientId !== undefined && clientSecret !== undefined) return { url, clientId, clientSecret };
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: 'A tool exchanges tokens of callers, but this host does not say where.',
		fix: 'Set TROUPE_EXCHANGE_URL to the token endpoint of the issuer, and TROUPE_EXCHANGE_CLIENT and TROUPE_EXCHANGE_SECRET.',
	});
}

function refused(who: string, audience: string, url: string, what: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `${who} was not called: ${new URL(url).host} exchanged no token for ${JSON.stringify(audience)}. It answered ${what}.`,
		fix: 'At the issuer, allow the client TROUPE_EXCHANGE_CLIENT to exchange tokens for this audience, and put the client into the audience of callers’ tokens.',
		details: { audience },
	});
}
