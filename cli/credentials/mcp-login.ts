import { TroupeError } from '../../core/base/errors';
import { textField, withTokens } from '../../core/ports/access/oauth-tokens';
import { sendToForeign } from '../../providers/compose/credentials/credentials';
import { findFreePort, loopbackLogin } from '../../providers/credentials/oauth/loopback-login';
import { discoverLogin, prepareLogin } from '../../providers/tools/mcp/oauth/discover-login';
import { addCredential } from '../../service/operations/credentials/add-credential';
import { callOperation } from '../services/call-operation';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { parseObject, fromFile } from './credential-data';
import { type LoginOptions, loginMs } from './login-options';

const type = 'oAuth2Api';

/** Logs a person in for an MCP server, where the server says, and stores the tokens. They are sent to this server alone. */
export async function loginForMcp(name: string, options: LoginOptions & { mcp: string }, terminal: Terminal): Promise<ExitCode> {
	const { mcp: url, scopes, clientMetadata: metadataUrl } = options;
	checkOptions(options);
	const send = sendToForeign(terminal.environment);
	const discovered = await discoverLogin(url, send, scopes);
	const port = options.port ?? (await findFreePort());
	const known = options.client === undefined ? {} : fromFile(parseObject(await readTextFile(options.client), options.client));
	const names = ['clientId', 'clientSecret', 'issuer', 'accessTokenUrl'] as const;
	const client = Object.fromEntries(names.map((field) => [field, textField(known, field) || undefined]));
	const choice = { ...client, metadataUrl, redirectUri: `http://127.0.0.1:${port}/` };
	const data = await prepareLogin(url, discovered, choice, send);
	const signal = AbortSignal.any([terminal.stop, AbortSignal.timeout(loginMs)]);
	terminal.note(`${new URL(url).host} sends you to ${new URL(discovered.server.issuer).host}. Log in only if you know it.`);
	const show = (text: string) => terminal.note(printable(text));
	const tokens = await loopbackLogin({ name, provider: null, data, send, signal, show }, port);
	const complete = withTokens(data, tokens, Date.now());
	const stored = await callOperation(addCredential, { name, type, data: complete, replace: true }, terminal);
	if (options.json) terminal.print(JSON.stringify({ ...stored, provider: null }));
	terminal.note(
		`Logged in. Name it in the definition of an agent: {"kind": "mcp", "server": "…", "url": "${url}", "credential": "${name}"}.`,
	);
	if (tokens.refresh_token === undefined) terminal.note('The server sent no refresh token: log in again when the token has expired.');
	return 0;
}

function checkOptions({ mcp, clientMetadata, device, provider, type: other }: LoginOptions & { mcp: string }): void {
	const address = URL.parse(mcp);
	if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password)
		throw invalid('--mcp is not an http or https address without a name and a password.', 'Write it as https://mcp.example.com/mcp.');
	const document = clientMetadata === undefined ? undefined : URL.parse(clientMetadata);
	if (clientMetadata !== undefined && (document?.protocol !== 'https:' || document.pathname === '/'))
		throw invalid('--client-metadata is not an https address with a path.', 'Write it as https://example.com/troupe-client.json.');
	if (device || provider !== undefined || other !== undefined)
		throw invalid('--mcp does not go with --device, --provider or --type.', 'Leave them out: the server says where to log in.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
