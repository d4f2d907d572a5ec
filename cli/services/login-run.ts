import { TroupeError } from '../../core/base/errors';
import { settingIs } from '../../core/base/settings/settings';
import { readTokens } from '../../core/ports/access/oauth-tokens';
import { registryUrl } from '../../manifests/registry-over-http/registry-url';
import { whoAmI } from '../../service/operations/me';
import { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { findService, type KnownService, readServices, writeServices } from './known-services';
import { type AskedOfIssuer, findIssuer, loginAtIssuer, nameService } from './login-at-issuer';
import { whileAlone } from './while-alone';

export interface LoginOptions extends AskedOfIssuer {
	name?: string;
	key?: boolean;
	keyStdin?: boolean;
	json?: boolean;
}

const maxKeyCharacters = 8_192;

interface Caller {
	tenant: string;
	subject: string;
	scopes: string[];
}

/** Logs in at the issuer of a service, or with a key; checks it there, and stores both for this user. @throws TroupeError ACCESS_DENIED, SERVICE_UNREACHABLE, INPUT_INVALID */
export async function runLogin(address: string, options: LoginOptions, terminal: Terminal): Promise<ExitCode> {
	const { environment } = terminal;
	const parsed = registryUrl(address, { clear: settingIs('TROUPE_REGISTRY_INSECURE', 'allow', environment), isService: true });
	const url = nameService(parsed);
	const { host } = parsed;
	const name = options.name ?? host;
	const issuer = options.key || options.keyStdin ? undefined : await findIssuer(url, terminal.stop);
	const service: KnownService =
		issuer === undefined
			? { url, key: await readKey(options, terminal) }
			: { url, login: await loginAtIssuer(name, url, issuer, options, terminal) };
	const token = service.key ?? readTokens(service.login)?.access_token;
	const connection = new HttpConnection({ url, token, isService: true, signal: terminal.stop });
	const { text } = await connection.send(whoAmI.method, whoAmI.path);
	const { tenant, subject, scopes } = JSON.parse(text) as Caller;
	await whileAlone(environment, terminal.stop, () => writeServices({ ...readServices(environment), [name]: service }, environment));
	if (options.json) terminal.print(JSON.stringify({ name, url, tenant, subject, scopes }));
	terminal.note(printable(`Logged in to ${name} as ${subject} of the tenant ${tenant}, with ${countNouns(scopes.length, 'scope')}.`));
	terminal.note(printable(`Name it in commands: --service ${name}`));
	return 0;
}

export function runServices({ json }: LoginOptions, terminal: Terminal): ExitCode {
	const services = Object.entries(readServices(terminal.environment)).map(([name, { url }]) => ({ name, url }));
	if (json) terminal.print(JSON.stringify(services));
	else for (const { name, url } of services) terminal.print(printable(`${name}  ${url}`));
	if (services.length === 0 && !json) terminal.note('You are logged in to no service. Log in: troupe login URL');
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a name that is not known */
export async function runLogout(name: string, { environment, stop, note }: Terminal): Promise<ExitCode> {
	await whileAlone(environment, stop, () => {
		findService(name, environment);
		const { [name]: _removed, ...others } = readServices(environment);
		writeServices(others, environment);
	});
	note(printable(`${name} and its key or login are forgotten on this machine.`));
	return 0;
}

/** A key in an argument would be in the list of processes and in the history of the shell. */
async function readKey({ keyStdin }: LoginOptions, terminal: Terminal): Promise<string> {
	if (!keyStdin && !terminal.askSecret)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'There is nobody to ask for the key.',
			fix: 'Pass it on standard input: troupe login URL --key-stdin < key.txt',
		});
	const text = keyStdin ? await readAll(terminal) : await terminal.askSecret!('API key: ');
	const key = text.trim();
	if (key !== '' && key.length <= maxKeyCharacters && /^[\x21-\x7e]+$/.test(key)) return key;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'That is not a key: expected one word, such as trp_….',
		fix: 'Create one on the machine of the service: troupe key create NAME --role viewer.',
	});
}

async function readAll({ input }: Terminal): Promise<string> {
	let text = '';
	for await (const chunk of input()) {
		text += Buffer.from(chunk).toString();
		if (text.length > maxKeyCharacters) break;
	}
	return text;
}
