import { randomBytes } from 'node:crypto';
import { startFakeServer, type FakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

/** Meta's login dialog, its token endpoint, its login for devices, and `/me` of the Graph API. */
export interface MetaOauth extends Pick<FakeServer, 'url' | 'calls' | 'close'> {
	/** What a file of `--client` has. */
	client: Record<string, string>;
	/** The person removes the app: all tokens end. */
	revoke(): void;
	/** The person answers on the other device. */
	decideDevice(): void;
	/** The next poll comes too early. */
	refuseNextPoll(): void;
}

const clientId = '1234567890';
const clientSecret = 'meta-app-secret';
const clientToken = 'meta-client-token';
const [shortSeconds, longSeconds] = [5_183, 5_183_944];

export async function startMetaOauth({ longLivedSeconds = longSeconds } = {}): Promise<MetaOauth> {
	const codes = new Map<string, string>();
	const tokens = new Set<string>();
	let device: { code: string; isAllowed: boolean } | undefined;
	let isTooFast = false;

	const giveToken = (seconds: number): WireAnswer => {
		const token = `EAA${randomBytes(8).toString('hex')}`;
		tokens.add(token);
		return json(200, { access_token: token, token_type: 'bearer', expires_in: seconds });
	};
	const authorize = (query: URLSearchParams): WireAnswer => {
		const redirect = URL.parse(query.get('redirect_uri') ?? '');
		if (query.get('client_id') !== clientId) return page('Invalid App ID');
		// Apps in development mode can redirect to localhost by name only.
		if (redirect?.hostname !== 'localhost') return page('URL Blocked: This redirect failed because the redirect URI is not white-listed');
		const code = `AQ${randomBytes(8).toString('hex')}`;
		codes.set(code, query.get('redirect_uri')!);
		redirect.searchParams.set('code', code);
		redirect.searchParams.set('state', query.get('state') ?? '');
		return { status: 302, headers: { location: `${redirect.href}#_=_` }, body: '' };
	};
	const token = (fields: URLSearchParams): WireAnswer => {
		if (fields.get('client_id') !== clientId) return refuse(101, 'Missing client_id parameter.');
		if (fields.get('client_secret') !== clientSecret) return refuse(1, 'Error validating client secret.');
		if (fields.get('grant_type') === 'fb_exchange_token') {
			if (!tokens.has(fields.get('fb_exchange_token') ?? ''))
				return refuse(190, 'Error validating access token: The user has not authorized application.', 458);
			return giveToken(longLivedSeconds);
		}
		const redirectUri = codes.get(fields.get('code') ?? '');
		codes.delete(fields.get('code') ?? '');
		if (redirectUri === undefined) return refuse(100, 'This authorization code has been used.', 36009);
		if (redirectUri !== fields.get('redirect_uri'))
			return refuse(100, 'Error validating verification code. redirect_uri is not identical', 36008);
		return giveToken(shortSeconds);
	};
	const startDevice = (form: URLSearchParams): WireAnswer => {
		if (form.get('access_token') !== `${clientId}|${clientToken}`) return refuse(190, 'Invalid OAuth access token.');
		device = { code: randomBytes(8).toString('hex'), isAllowed: false };
		const times = { expires_in: 420, interval: 0.01 };
		return json(200, { code: device.code, user_code: 'A1NWZ9', verification_uri: 'https://www.facebook.com/device', ...times });
	};
	const pollDevice = (form: URLSearchParams): WireAnswer => {
		if (form.get('access_token') !== `${clientId}|${clientToken}` || form.get('code') !== device?.code)
			return refuse(100, 'Invalid parameter');
		if (isTooFast) {
			isTooFast = false;
			return refuse(17, 'User request limit reached', 1349172);
		}
		return device.isAllowed ? giveToken(shortSeconds) : refuse(31, 'This request requires the user to take a pending action', 1349174);
	};
	const server = await startFakeServer(({ method, path, headers, body }) => {
		const { pathname, searchParams } = new URL(path, 'http://fake');
		const form = new URLSearchParams(String(body));
		if (method === 'GET' && pathname === '/dialog/oauth') return authorize(searchParams);
		if (pathname === '/oauth/access_token') return token(method === 'GET' ? searchParams : form);
		if (method === 'POST' && pathname === '/device/login') return startDevice(form);
		if (method === 'POST' && pathname === '/device/login_status') return pollDevice(form);
		if (pathname !== '/me') return refuse(2500, 'Unknown path components');
		const used = searchParams.get('access_token') ?? headers.authorization?.replace(/^Bearer /, '') ?? '';
		return tokens.has(used) ? json(200, { id: '1', name: 'Ana' }) : refuse(190, 'Error validating access token', 460, 401);
	});
	const urls = {
		authUrl: `${server.url}/dialog/oauth`,
		accessTokenUrl: `${server.url}/oauth/access_token`,
		deviceUrl: `${server.url}/device/login`,
	};
	return {
		...{ url: server.url, calls: server.calls, close: () => server.close() },
		client: { clientId, clientSecret, clientToken, ...urls },
		revoke: () => tokens.clear(),
		decideDevice: () => void (device && (device.isAllowed = true)),
		refuseNextPoll: () => void (isTooFast = true),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

const refuse = (code: number, message: string, subcode?: number, status = 400): WireAnswer =>
	json(status, { error: { message, type: 'OAuthException', code, ...(subcode && { error_subcode: subcode }), fbtrace_id: 'A' } });

const page = (text: string): WireAnswer => ({ status: 200, headers: { 'content-type': 'text/html' }, body: text });
