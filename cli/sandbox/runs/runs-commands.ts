import { Command } from 'commander';
import { limitOption, withService } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function sandboxRunsCommand(session: Session): Command {
	const command = new Command('runs')
		.description(
			'Shows what ran in the sandbox by this command, from a private log in TROUPE_HOME; with --service, what a service ran for the tenant.',
		)
		.addCommand(
			new Command('list')
				.description('Lists the last runs, and counts them by kind and outcome.')
				.addOption(limitOption('runs', 20, 500))
				.option('--json', 'print one JSON document')
				.action(async (options: { limit: number; json?: boolean }) => {
					const { runList } = await import('./runs-run');
					session.exitCode = await runList(options, session.terminal);
				}),
		)
		.addCommand(
			new Command('show')
				.description('Shows the report of a run.')
				.argument('<run>', 'the id of a run, or its end; at a service, its id')
				.option('--json', 'print id, report, reportSha256 and, if it was signed, signedReport as one JSON document')
				.action(async (id: string, options: { json?: boolean }) => {
					const { runShow } = await import('./runs-run');
					session.exitCode = await runShow(id, options, session.terminal);
				}),
		);
	for (const each of command.commands) withService(each, session);
	return command;
}
