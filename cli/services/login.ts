import { Command, Option } from 'commander';
import type { Session } from '../terminal/session';
import type { LoginOptions } from './login-run';

export function loginCommand(session: Session): Command {
	return new Command('login')
		.description(
			'Logs in to a distant `troupe serve`. Commands then work there by --service NAME. Where the service has an issuer, you log in there, on any device; otherwise it asks for an API key. Both are checked, and stored for this user.',
		)
		.argument('[url]', 'the address of the service, such as https://troupe.example.com; without one, lists the services')
		.option('--name <name>', 'how commands call it; default: its host')
		.option('--key', 'ask for an API key, also where the service has an issuer')
		.option('--client <id>', 'the client of this command at the issuer', 'troupe-cli')
		.option('--scopes <scopes...>', 'what to ask the issuer for; default: openid, and offline_access where it has that')
		.option('--audience <name>', 'what the issuer calls the service, where it takes `audience` in place of `resource` (Auth0)')
		.option('--no-resource', 'do not tell the issuer which service the tokens are for, where it takes scopes alone (Entra ID)')
		.option('--key-stdin', 'read the key from standard input')
		.addOption(new Option('--remove <name>', 'forgets a service and its key or login, which stays valid').conflicts(['name', 'keyStdin']))
		.option('--json', 'print the result as JSON')
		.action(async (url: string | undefined, options: LoginOptions & { remove?: string }) => {
			const { runLogin, runLogout, runServices } = await import('./login-run');
			const { terminal } = session;
			if (options.remove !== undefined) session.exitCode = await runLogout(options.remove, terminal);
			else session.exitCode = url === undefined ? runServices(options, terminal) : await runLogin(url, options, terminal);
		});
}
