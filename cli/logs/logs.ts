import { Command, Option } from 'commander';
import { logLevels } from '../../service/log/log-line';
import { limitOption, ofTenant, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { LogOptions } from './logs-run';

export function logsCommand(session: Session): Command {
	const declare = (name: 'list' | 'follow', description: string) =>
		withService(ofTenant(new Command(name), session, 'only lines of this tenant; default: all'), session)
			.description(description)
			.option('--run <id>', 'only lines of this run')
			.option('--trace <id>', 'only lines of this trace, whose id has 32 hex digits')
			.addOption(new Option('--level <level>', 'only lines of this level and above').choices([...logLevels]))
			.addOption(limitOption('lines that exist', 100))
			.option('--json', 'print each line as JSON')
			.action(async (options: LogOptions) => {
				const { runLogs } = await import('./logs-run');
				session.exitCode = await runLogs({ ...options, follow: name === 'follow' }, session.terminal);
			});
	return new Command('logs')
		.description('Reads the log of all processes that share the state.')
		.addCommand(declare('list', 'Prints the newest lines.'))
		.addCommand(declare('follow', 'Prints the newest lines, and those that follow until it is stopped.'));
}
