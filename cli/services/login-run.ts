import { TroupeError } from '../../core/base/errors';
import { whoAmI } from '../../service/operations/me';
import { RegistryConnection } from '../../manifests/registry-over-http/registry-connection';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { findService, readServices, writeServices } from './known-services';

export interface LoginOptions {
	name?: string;
	keyStdin?: boolean;
	json?: boolean;
}

const maxKeyCharacters = 8_192;

interface Caller {
	tenant: string;
	subject: string;
	scopes: string[];
}

/** Checks a key at a service, and stores both for this user. @throws TroupeError ACCESS_DENIED, SERVICE_UNREACHABLE, INPUT_INVALID */
export async function runLogin(address: string, options: LoginOptions, terminal: Terminal): Promise<ExitCode> {
	const url = address.replace(/\/+$/, '');
	const key = await readKey(options, terminal);
	const connection = new RegistryConnection({ url, token: key, isService: true, signal: terminal.stop });
	const name = options.name ?? new URL(url).host;
	const { text } = await connection.send(whoAmI.method, whoAmI.path);
	const { tenant, subject, scopes } = JSON.parse(text) as Caller;
	writeServices({ ...readServices(terminal.environment), [name]: { url, key } }, terminal.environment);
	if (options.json) terminal.print(JSON.stringify({ name, url, tenant, subject, scopes }));
	terminal.note(printable(`Logged in to ${name} as ${subject} of the tenant ${tenant}, with ${countNouns(scopes.length, 'scope')}.`));
	terminal.note(printable(`Name it in commands: troupe run list --service ${name}`));
	return 0;
}

/** Lists the services that this user is logged in to. */
export function runServices({ json }: LoginOptions, terminal: Terminal): ExitCode {
	const services = Object.entries(readServices(terminal.environment)).map(([name, { url }]) => ({ name, url }));
	if (json) terminal.print(JSON.stringify(services));
	else for (const { name, url } of services) terminal.print(printable(`${name}  ${url}`));
	if (services.length === 0 && !json) terminal.note('You are logged in to no service. Log in: troupe login URL');
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a name that is not known */
export function runLogout(name: string, terminal: Terminal): ExitCode {
	findService(name, terminal.environment);
	const { [name]: _removed, ...others } = readServices(terminal.environment);
	writeServices(others, terminal.environment);
	terminal.note(printable(`${name} and its key are forgotten on this machine.`));
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
