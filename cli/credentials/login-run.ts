import { isTroupeError, TroupeError } from '../../core/base/errors';
import { unsealCredential } from '../../core/credentials/credential-sealing';
import type { CredentialData, OauthProvider } from '../../core/ports/access/credentials';
import { textField, withTokens } from '../../core/ports/access/oauth-tokens';
import { openCredentials, sendForCredentials } from '../../providers/compose/credentials/credentials';
import { deviceLogin } from '../../providers/credentials/oauth/device-login';
import { loopbackLogin } from '../../providers/credentials/oauth/loopback-login';
import { findProvider, oauthEndpoints, withEndpoints } from '../../providers/credentials/oauth/oauth-endpoints';
import { addCredential, checkName } from '../../service/operations/credentials/add-credential';
import { type DescribedCredential, readCredential } from '../../service/operations/credentials/credentials';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { parseObject, fromFile } from './credential-data';
import { type LoginOptions, loginMs } from './login-options';

/** Types for a login without another one. */
const usualTypes: Record<OauthProvider, string> = { google: 'googleOAuth2Api', meta: 'facebookGraphApi' };

/** @throws TroupeError INPUT_INVALID, CREDENTIAL_INVALID, CREDENTIAL_SERVICE_UNREACHABLE, CANCELLED */
export async function runCredentialsLogin(name: string, options: LoginOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(name);
	if (options.mcp !== undefined) return (await import('./mcp-login')).loginForMcp(name, { ...options, mcp: options.mcp }, terminal);
	const stored = await callOperation(readCredential, { name }, terminal).catch(unlessMissing);
	const { type, provider } = readKind(name, options, stored);
	const { deviceUrl, ...client } = await readClient(stored ? await readOwnData(name, terminal) : {}, options, terminal);
	const scope = options.scopes && { scope: options.scopes.join(provider === 'meta' ? ',' : ' ') };
	const data = withEndpoints({ ...client, ...scope }, provider);
	const device = findDeviceUrl(options, provider, deviceUrl);
	// On another device, the code ends in time.
	const signal = device === undefined ? AbortSignal.any([terminal.stop, AbortSignal.timeout(loginMs)]) : terminal.stop;
	const login = { name, provider, data, send: sendForCredentials, signal, show: (text: string) => terminal.note(printable(text)) };
	const tokens = device === undefined ? await loopbackLogin(login, options.port) : await deviceLogin(login, device);
	// Types without OAuth2, such as facebookGraphApi, have the token in a field of their own.
	const ownField = /oauth2/i.test(type) ? {} : { accessToken: tokens.access_token };
	const complete = { ...withTokens(data, tokens, Date.now()), ...ownField };
	const more = { ...(provider && { provider }), ...(stored?.testUrl && { testUrl: stored.testUrl }) };
	const { tenant } = await callOperation(addCredential, { name, type, data: complete, ...more, replace: true }, terminal);
	if (options.json) terminal.print(JSON.stringify({ name, type, tenant, provider }));
	terminal.note(`Logged in. Stored the credential ${name} of type ${type} for the tenant ${tenant}.`);
	if (provider !== 'meta' && tokens.refresh_token === undefined)
		terminal.note('The server sent no refresh token: log in again when the token has expired.');
	return 0;
}

function unlessMissing(error: unknown): undefined {
	if (!isTroupeError(error) || error.code !== 'CREDENTIAL_NOT_FOUND') throw error;
}

/** Opens the store of this machine. A service returns no credential's data. */
async function readOwnData(name: string, terminal: Terminal): Promise<CredentialData> {
	if (terminal.service !== undefined) return {};
	const host = openPrivateState(terminal);
	const { store, keys } = await openCredentials(host);
	const stored = await store.find(host.tenant, name);
	return stored ? unsealCredential(keys, stored) : {};
}

type Stored = Pick<DescribedCredential, 'type'> & { provider: OauthProvider | null };

function readKind(name: string, options: LoginOptions, stored: Stored | undefined) {
	const type = options.type ?? stored?.type ?? (options.provider && usualTypes[options.provider]);
	if (type === undefined) throw unknownType(name);
	return { type, provider: options.provider ?? stored?.provider ?? findProvider(type) };
}

/** Reads the client: from a file of the provider's console, from the stored credential, or by questions. */
async function readClient(stored: CredentialData, { client: file }: LoginOptions, terminal: Terminal): Promise<CredentialData> {
	const { oauthTokenData: _former, ...data } = stored;
	const client = { ...data, ...(file !== undefined && fromFile(parseObject(await readTextFile(file), file))) };
	for (const field of ['clientId', 'clientSecret'] as const) {
		if (textField(client, field) !== '') continue;
		if (!terminal.askSecret) throw clientMissing(field);
		client[field] = (await terminal.askSecret(`${field}: `)).trim();
	}
	return client;
}

function findDeviceUrl({ device }: LoginOptions, provider: OauthProvider | null, own: unknown): string | undefined {
	if (!device) return undefined;
	const url = typeof own === 'string' ? own : provider && oauthEndpoints[provider].deviceUrl;
	if (url) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This credential has no address for a login on another device.',
		fix: 'Log in without --device, or add "deviceUrl" to the file of --client.',
	});
}

const unknownType = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no credential ${name} yet, and neither --provider nor --type says what it is.`,
		fix: 'Name the provider: --provider google or --provider meta. Add other OAuth2 credentials first: `troupe credentials add`.',
	});

const clientMissing = (field: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The login needs the OAuth client of your app; its ${field} is missing.`,
		fix: 'Download the client from the provider’s console and name the file with --client, or run the command in a terminal.',
	});
