import { Command, Option } from 'commander';
import { operationStates } from '../../providers/state/operations/operations';
import { limitOption, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { OperationListOptions, OperationShowOptions } from './operations-run';

export function operationsCommand(session: Session): Command {
	const command = new Command('operations')
		.description('What a service does in the background for its callers.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(cancelCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(
		new Command('list')
			.description('Lists operations, the newest first.')
			.addOption(new Option('--state <state>', 'only those in this state').choices(operationStates))
			.addOption(limitOption('operations', 100)),
	).action(async (options: OperationListOptions) => {
		const { runOperationList } = await import('./operations-run');
		session.exitCode = await runOperationList(options, session.terminal);
	});
}

function showCommand(session: Session): Command {
	return withJson(
		new Command('show')
			.description('Shows an operation, how far it is, and what it answered. Exit code 1: it did not complete.')
			.argument('<id>', 'of `troupe operations list`')
			.option('--wait', 'wait until it has ended'),
	).action(async (id: string, options: OperationShowOptions) => {
		const { runOperationShow } = await import('./operations-run');
		session.exitCode = await runOperationShow(id, options, session.terminal);
	});
}

function cancelCommand(session: Session): Command {
	return new Command('cancel')
		.description('Cancels an operation. What is done of it stays.')
		.argument('<id>', 'of `troupe operations list`')
		.addOption(yesOption())
		.action(async (id: string, options: { yes?: boolean }) => {
			const { runOperationCancel } = await import('./operations-run');
			session.exitCode = await runOperationCancel(id, options, session.terminal);
		});
}
