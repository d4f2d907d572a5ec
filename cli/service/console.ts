import { Command } from 'commander';
import { withJson, withService } from '../terminal/options';
import type { Session } from '../terminal/session';

export function consoleCommand(session: Session): Command {
	const command = new Command('console').description(
		'Prints a link that signs a browser in to the console of the service, once, with the rights of whoever asks.',
	);
	return withJson(withService(command, session)).action(async (options: { json?: boolean }) => {
		const { runConsole } = await import('./console-run');
		session.exitCode = await runConsole(options, session.terminal);
	});
}
