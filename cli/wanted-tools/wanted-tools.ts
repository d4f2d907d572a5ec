import { Command } from 'commander';
import { limitOption, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { RemoveOptions, WantedListOptions, WantedOptions } from './wanted-tools-run';

export function wantedToolsCommand(session: Session): Command {
	const command = new Command('wanted-tools')
		.description('Tools that agents needed and nobody has. It says who asked for what, how often, and what can be used instead.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(removeCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists wanted tools, those that were asked for most often first.'))
		.addOption(limitOption('tools', 50))
		.action(async (options: WantedListOptions) => {
			const { runWantedList } = await import('./wanted-tools-run');
			session.exitCode = await runWantedList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return withJson(
		new Command('show').description('Shows what can be used in place of a tool, and why. No agent needs to have asked for it.'),
	)
		.argument('<tool>', 'the name of the tool, such as send_invoice')
		.action(async (tool: string, options: WantedOptions) => {
			const { runWantedShow } = await import('./wanted-tools-run');
			session.exitCode = await runWantedShow(tool, options, session.terminal);
		});
}

function removeCommand(session: Session): Command {
	return withJson(new Command('remove').description('Removes a tool from the list, such as one that exists now.'))
		.argument('<tool>', 'the name of the tool')
		.addOption(yesOption())
		.action(async (tool: string, options: RemoveOptions) => {
			const { runWantedRemove } = await import('./wanted-tools-run');
			session.exitCode = await runWantedRemove(tool, options, session.terminal);
		});
}
