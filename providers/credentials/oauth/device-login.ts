import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { type OauthTokens, textField } from '../../../core/ports/access/oauth-tokens';
import { pause } from '../../../core/base/async/pause';
import type { Login } from './login';
import { cancelled, loginRefused } from './loopback-login';
import { googleDeviceScopes } from './oauth-endpoints';
import { clientRequest, metaExchange, requestTokens } from './renew-tokens';
import { askTokenServer, findErrorCode, readTokenReply, type TokenReply, type TokenRequest } from './token-request';

/** Default lifetime of a code. */
const usualSeconds = 600;
const maxSeconds = 3_600;

interface Device {
	poll: TokenRequest;
	address: string;
	whole?: string;
	userCode: string;
	intervalMs: number;
	endsAt: number;
}

/** Logs in on another device by a code, while the code is valid: RFC 8628, and Meta's own protocol. @param deviceUrl issues the code */
export async function deviceLogin(login: Login, deviceUrl: string): Promise<OauthTokens> {
	const device = login.provider === 'meta' ? await startAtMeta(login, deviceUrl) : await start(login, deviceUrl);
	const short = device.whole === undefined ? '' : `, or open ${device.whole}`;
	login.show(`Open ${device.address} on any device and enter the code ${device.userCode}${short}`);
	const tokens = await poll(login, device);
	return login.provider === 'meta'
		? requestTokens(metaExchange(login.name, login.data, tokens.access_token), login.send, login.signal)
		: tokens;
}

async function start({ name, provider, data, send, signal }: Login, url: string): Promise<Device> {
	const scope = textField(data, 'scope');
	const refused = provider === 'google' ? scope.split(/\s+/).filter((each) => each !== '' && !googleDeviceScopes.includes(each)) : [];
	if (refused.length > 0) throw notOnDevices(refused);
	// Audience of the tokens: RFC 8707, 2.1, or an issuer's `audience`.
	const resource = textField(data, 'resource');
	const audience = textField(data, 'audience');
	const target = { ...(resource && { resource }), ...(audience && { audience }) };
	const request: TokenRequest = { name, url, fields: { client_id: textField(data, 'clientId'), ...(scope && { scope }), ...target } };
	const { body } = readDevice(request, await askTokenServer(request, send, signal));
	const code = String(body.device_code);
	const fields = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code };
	// Google says `verification_url`.
	return {
		poll: clientRequest(name, data, fields),
		...readTimes(body),
		address: String(body.verification_uri ?? body.verification_url),
		userCode: String(body.user_code),
		...(typeof body.verification_uri_complete === 'string' && { whole: body.verification_uri_complete }),
	};
}

/** https://developers.facebook.com/docs/facebook-login/for-devices */
async function startAtMeta({ name, data, send, signal }: Login, url: string): Promise<Device> {
	if (textField(data, 'clientToken') === '')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'Meta needs the client token of the app for a login on another device.',
			fix: 'Add "clientToken" to the file of --client: it is in the app’s dashboard under Settings, Advanced. Or log in without --device.',
		});
	const access = { access_token: `${textField(data, 'clientId')}|${textField(data, 'clientToken')}` };
	const request: TokenRequest = { name, url, fields: { ...access, scope: textField(data, 'scope') } };
	const { body } = readDevice(request, await askTokenServer(request, send, signal));
	const poll: TokenRequest = { name, url: `${url}_status`, fields: { ...access, code: String(body.code) } };
	return { poll, ...readTimes(body), address: String(body.verification_uri), userCode: String(body.user_code) };
}

function readDevice(request: TokenRequest, reply: TokenReply): TokenReply {
	if (reply.status === 200 && typeof reply.body.user_code === 'string') return reply;
	readTokenReply(request, reply);
	throw loginRefused(request.name, 'no code');
}

const readTimes = ({ interval, expires_in: seconds }: TokenReply['body']) => ({
	intervalMs: (Number(interval) || 5) * 1000,
	endsAt: performance.now() + Math.min(Number(seconds) || usualSeconds, maxSeconds) * 1000,
});

/** RFC 8628, 3.5, and Meta's subcodes for the same. */
const pending = ['authorization_pending', '31.1349174'];
const tooFast = ['slow_down', '17.1349172'];
/** RFC 8628, 3.5: applies to all further requests. */
const slowerMs = 5_000;
const ended = ['expired_token', '463.1349152'];

async function poll({ name, send, signal }: Login, device: Device): Promise<OauthTokens> {
	let { intervalMs } = device;
	let fault: TroupeError | undefined;
	const left = () => device.endsAt - performance.now();
	while ((await pause(Math.min(intervalMs, Math.ceil(left())), signal)) && left() > 0) {
		try {
			const reply = await askTokenServer(device.poll, send, signal);
			const code = findErrorCode(reply.body) ?? '';
			fault = undefined;
			if (tooFast.includes(code)) intervalMs = Math.max(intervalMs + slowerMs, (Number(reply.body.interval) || 0) * 1000);
			else if (ended.includes(code)) break;
			else if (code === 'access_denied') throw loginRefused(name, code);
			else if (!pending.includes(code)) return readTokenReply(device.poll, reply);
		} catch (error) {
			if (signal.aborted) break;
			// The person types the code: a short outage does not end the login.
			if (!isTroupeError(error) || error.code !== 'CREDENTIAL_SERVICE_UNREACHABLE') throw error;
			fault = error;
			intervalMs = Math.max(intervalMs, error.retryAfterMs ?? 0);
		}
	}
	throw signal.aborted ? cancelled(name, signal) : (fault ?? loginRefused(name, 'expired_token'));
}

function notOnDevices(scopes: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Google does not allow these scopes for a login on another device: ${scopes.join(' ')}.`,
		fix: 'Log in without --device, in a browser on this machine.',
		details: { scopes },
	});
}
