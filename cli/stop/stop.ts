import { Command, Option } from 'commander';
import { limitOption, ofTenant, withJson, withService, yesOption } from '../terminal/options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import type { StartOptions, StopOptions } from './stop-run';

/** Options of a stop: next to them, a list would hide that nothing is stopped. */
const ofStop = ['agent', 'run', 'reason', 'yes'];

/** Declares `troupe stop`. */
export function stopCommand(session: Session): Command {
	return withTargets(new Command('stop'), session)
		.description('Stops agents on all machines within a second, and keeps them stopped until `troupe start`. Asks first.')
		.option('--reason <text>', 'why; everybody who is refused reads it')
		.addOption(yesOption())
		.addOption(new Option('--list', 'list what is stopped').conflicts(['log', 'check', ...ofStop]))
		.addOption(new Option('--log', 'list who stopped and started what, the newest first').conflicts(['check', ...ofStop]))
		.addOption(
			new Option(
				'--check',
				'check that the mutes and stops, and who changed them, are as they were recorded; exits with 1 if not',
			).conflicts(['all', ...ofStop]),
		)
		.addOption(
			durationOption(
				'--drill [duration]',
				'wait for the stop of the run `drill` as a run of this machine would, and print how long it took',
				['1s', '1h'],
			)
				.preset('10m')
				.conflicts(['all', 'list', 'log', 'check', ...ofStop]),
		)
		.addOption(limitOption('changes, with --log', 50))
		.action(async ({ drill, ...options }: StopOptions & { drill?: number }) => {
			if (drill !== undefined) {
				const { runDrill } = await import('./drill-run');
				session.exitCode = await runDrill({ drill, json: options.json }, session.terminal);
				return;
			}
			const { runStop } = await import('./stop-run');
			session.exitCode = await runStop(options, session.terminal);
		});
}

/** Declares `troupe start`. */
export function startCommand(session: Session): Command {
	return withTargets(new Command('start'), session)
		.description('Lets agents run again that `troupe stop` stopped, and tools that broke their contract.')
		.option('--reason <text>', 'why, for the log')
		.action(async (options: StartOptions) => {
			const { runStart } = await import('./stop-run');
			session.exitCode = await runStart(options, session.terminal);
		});
}

function withTargets(command: Command, session: Session): Command {
	return withJson(withService(ofTenant(command, session), session))
		.option('--all', 'all agents of all tenants; with --agent or --run, that one in all tenants')
		.option('--agent <id>', 'all runs of this agent')
		.option('--run <id>', 'this run')
		.option('--tool <name>', 'with --agent: only this tool of it, or this server, as --list names it');
}
