import { Command } from 'commander';
import { limitOption, withJson, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { RemoveOptions, RequestListOptions, RequestOptions } from './requests-run';

/** Declares `troupe requests …`. */
export function requestsCommand(session: Session): Command {
	const command = new Command('requests')
		.description('Tools that agents needed and nobody has: who asked for what, how often, and what can be used instead.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(removeCommand(session));
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the requests, the most frequent first.'))
		.addOption(limitOption('tools', 50))
		.action(async (options: RequestListOptions) => {
			const { runRequestList } = await import('./requests-run');
			session.exitCode = await runRequestList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return withJson(new Command('show').description('Shows what can be used in place of a tool, and why. It need not have been requested.'))
		.argument('<tool>', 'the name of the tool, such as send_invoice')
		.action(async (tool: string, options: RequestOptions) => {
			const { runRequestShow } = await import('./requests-run');
			session.exitCode = await runRequestShow(tool, options, session.terminal);
		});
}

function removeCommand(session: Session): Command {
	return withJson(new Command('remove').description('Removes the requests for a tool, such as one that exists now.'))
		.argument('<tool>', 'the name of the tool')
		.addOption(yesOption())
		.action(async (tool: string, options: RemoveOptions) => {
			const { runRequestRemove } = await import('./requests-run');
			session.exitCode = await runRequestRemove(tool, options, session.terminal);
		});
}
