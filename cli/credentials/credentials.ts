import { Command, InvalidArgumentError, Option } from 'commander';
import { listOfNames, wholeNumber, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AddOptions } from './add-run';
import type { CredentialsOptions } from './credentials-run';
import type { LoginOptions } from './login-options';

export function credentialsCommand(session: Session): Command {
	const command = new Command('credentials')
		.description('Access of workers to outside services, by name: encrypted, for each tenant. Nothing secret is an argument or is printed.')
		.addCommand(withService(addCommand(session), session))
		.addCommand(withService(loginCommand(session), session))
		.addCommand(withService(listCommand(session), session))
		.addCommand(withService(testCommand(session), session))
		.addCommand(withService(serversCommand(session), session))
		.addCommand(withService(removeCommand(session), session));
	return withTenant(command, session);
}

const named = (name: string, description: string) =>
	withJson(new Command(name).description(description).argument('<name>', 'the name of the credential'));

function addCommand(session: Session): Command {
	return named(
		'add',
		'Stores a credential. Its fields come from questions, from standard input, or from a file of JSON, such as an export of n8n.',
	)
		.option('-t, --type <type>', 'n8n’s name of the type: httpHeaderAuth, slackApi, gmailOAuth2, …')
		.option('-f, --file <file>', 'read the fields from a JSON file: {"token": "…"}, or {"type": "…", "data": {…}}')
		.option(
			'-s, --servers <names>',
			'the servers that it can be sent to, separated by commas: api.example.com,*.example.org; * for any',
			listOfNames,
		)
		.addOption(new Option('--expires <date>', 'the day on which it expires: 2027-01-31').argParser(parseDay))
		.addOption(new Option('--test-url <url>', 'an address that answers 2xx to a valid credential').argParser(parseUrl))
		.option('--replace', 'replace the credential of this name')
		.action(async (name: string, options: AddOptions) => {
			const { runCredentialsAdd } = await import('./add-run');
			session.exitCode = await runCredentialsAdd(name, options, session.terminal);
		});
}

function loginCommand(session: Session): Command {
	return named('login', 'Logs in with an OAuth2 credential: in a browser on this machine, or with a code on another device.')
		.addOption(
			new Option('-p, --provider <provider>', 'whose account it is; default: that of the stored credential').choices(['google', 'meta']),
		)
		.option('-t, --type <type>', 'n8n’s name of the type, for a new credential: gmailOAuth2, googleSheetsOAuth2Api, …')
		.option('--scopes <scopes>', 'what the credential can do, separated by commas', listOfNames)
		.option('-c, --client <file>', 'the JSON file of the OAuth client, as the provider’s console offers it; otherwise you are asked')
		.option('--mcp <url>', 'log in for an MCP server, which says where')
		.option('--client-metadata <url>', 'with --mcp: the https address of a client id metadata document, for servers that read such')
		.option('-d, --device', 'log in on another device, with a code')
		.option('--port <number>', 'the port of this machine that the browser returns to; default: a free one', wholeNumber(0, 65_535))
		.action(async (name: string, options: LoginOptions) => {
			const { runCredentialsLogin } = await import('./login-run');
			session.exitCode = await runCredentialsLogin(name, options, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the credentials of a tenant, without their contents.')).action(
		async (options: CredentialsOptions) => {
			const { runCredentialsList } = await import('./credentials-run');
			session.exitCode = await runCredentialsList(options, session.terminal);
		},
	);
}

function testCommand(session: Session): Command {
	return withJson(
		new Command('test')
			.description('Asks the service whether it accepts a credential. Exit code 1: it does not, or nobody can say.')
			.argument('[name]', 'the name of the credential; default: all of the tenant, and exit code 1 if one is invalid or has expired'),
	).action(async (name: string | undefined, options: CredentialsOptions) => {
		const { runCredentialsTest, runCredentialsTests } = await import('./test-run');
		session.exitCode = await (name === undefined
			? runCredentialsTests(options, session.terminal)
			: runCredentialsTest(name, options, session.terminal));
	});
}

function serversCommand(session: Session): Command {
	return named('servers', 'Sets the servers that a credential can be sent to.')
		.argument('<servers>', 'separated by commas: api.example.com,*.example.org; * for any', listOfNames)
		.action(async (name: string, servers: string[], options: CredentialsOptions) => {
			const { runCredentialsServers } = await import('./credentials-run');
			session.exitCode = await runCredentialsServers(name, servers, options, session.terminal);
		});
}

function removeCommand(session: Session): Command {
	return named('remove', 'Removes a credential from the store. Revoke it at its service too.')
		.addOption(yesOption())
		.action(async (name: string, options: CredentialsOptions & { yes?: boolean }) => {
			const { runCredentialsRemove } = await import('./credentials-run');
			session.exitCode = await runCredentialsRemove(name, options, session.terminal);
		});
}

function parseDay(text: string): number {
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
	if (!Number.isNaN(time)) return time;
	throw new InvalidArgumentError('Expected a day, such as 2027-01-31.');
}

function parseUrl(text: string): string {
	if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
	throw new InvalidArgumentError('Expected an address that begins with https:// or http://.');
}
