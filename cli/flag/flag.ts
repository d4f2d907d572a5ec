import { Argument, Command } from 'commander';
import { limitOption, withJson, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { FlagListOptions, FlagLogOptions, FlagSetOptions } from './flag-run';

/** Declares `troupe flag …`. */
export function flagCommand(session: Session): Command {
	const command = new Command('flag')
		.description('Switches the agents of a channel or an origin off and on. People go on working, and messages are stored.')
		.addCommand(setCommand(session))
		.addCommand(listCommand(session))
		.addCommand(logCommand(session));
	return withTenant(command, session);
}

function setCommand(session: Session): Command {
	return withJson(new Command('set').description('Switches agents off or on, on all machines, at once.'))
		.argument('<name>', 'channel:NAME, origin:VALUE or channel:NAME+origin:VALUE')
		.addArgument(new Argument('<state>').choices(['on', 'off']))
		.option('--answer-waiting', 'with on: answer what arrived while the agents were off, too')
		.option('--reason <text>', 'the reason, for the log')
		.action(async (name: string, state: 'on' | 'off', options: FlagSetOptions) => {
			const { runFlagSet } = await import('./flag-run');
			session.exitCode = await runFlagSet(name, state, options, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the flags of channels and origins.')).action(async (options: FlagListOptions) => {
		const { runFlagList } = await import('./flag-run');
		session.exitCode = await runFlagList(options, session.terminal);
	});
}

function logCommand(session: Session): Command {
	return withJson(new Command('log').description('Lists who changed which flag, newest first.'))
		.addOption(limitOption('changes', 50))
		.action(async (options: FlagLogOptions) => {
			const { runFlagLog } = await import('./flag-run');
			session.exitCode = await runFlagLog(options, session.terminal);
		});
}
