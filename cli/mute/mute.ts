import { Command } from 'commander';
import { limitOption, withJson, withService, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { MuteAddOptions, MuteListOptions, MuteLogOptions, MuteRemoveOptions } from './mute-run';

/** Declares `troupe mute …`. */
export function muteCommand(session: Session): Command {
	const command = new Command('mute')
		.description(
			'Silences the agents of a channel or an origin, and lets them answer again. People go on working, and messages are stored.',
		)
		.addCommand(addCommand(session))
		.addCommand(removeCommand(session))
		.addCommand(listCommand(session))
		.addCommand(logCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

const name = 'channel:NAME, origin:VALUE or channel:NAME+origin:VALUE';

function addCommand(session: Session): Command {
	return withJson(new Command('add').description('Silences agents on all machines, at once.'))
		.argument('<name>', name)
		.option('--reason <text>', 'the reason, for the log')
		.action(async (muted: string, options: MuteAddOptions) => {
			const { runMuteAdd } = await import('./mute-run');
			session.exitCode = await runMuteAdd(muted, options, session.terminal);
		});
}

function removeCommand(session: Session): Command {
	return withJson(new Command('remove').description('Lets agents answer again, on all machines, at once.'))
		.argument('<name>', name)
		.option('--answer-waiting', 'answer what arrived while the agents were silent, too')
		.option('--reason <text>', 'the reason, for the log')
		.action(async (muted: string, options: MuteRemoveOptions) => {
			const { runMuteRemove } = await import('./mute-run');
			session.exitCode = await runMuteRemove(muted, options, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the channels and origins whose agents are silent.')).action(
		async (options: MuteListOptions) => {
			const { runMuteList } = await import('./mute-run');
			session.exitCode = await runMuteList(options, session.terminal);
		},
	);
}

function logCommand(session: Session): Command {
	return withJson(new Command('log').description('Lists who muted which agents and who unmuted them, newest first.'))
		.addOption(limitOption('changes', 50))
		.action(async (options: MuteLogOptions) => {
			const { runMuteLog } = await import('./mute-run');
			session.exitCode = await runMuteLog(options, session.terminal);
		});
}
