import { Command, Option } from 'commander';
import { limitOption, parseTime, withJson, withService, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DeliveryListOptions, ReplayOptions } from './deliveries-run';
import type { EventOptions } from './events-run';

export function deliveriesCommand(session: Session): Command {
	const command = new Command('deliveries')
		.description('What was sent to the subscriptions of `troupe events`, each attempt, and what was given up.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(resendCommand(session))
		.addCommand(replayCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(
		new Command('list')
			.description('Lists deliveries, the newest first.')
			.addOption(new Option('-s, --state <state>', 'only those in this state').choices(['waiting', 'delivered', 'dead']))
			.option('-e, --event <type>', 'only those of this type of event')
			.option('--subscriber <id>', 'only those of this subscription')
			.option('--from <time>', 'only those of events since, as ISO 8601', parseTime)
			.addOption(limitOption('deliveries', 50)),
	).action(async (options: DeliveryListOptions) => {
		const { runDeliveriesList } = await import('./deliveries-run');
		session.exitCode = await runDeliveriesList(options, session.terminal);
	});
}

function showCommand(session: Session): Command {
	return withJson(
		new Command('show').description('Shows what was sent, and each attempt.').argument('<id>', 'the id of the delivery'),
	).action(async (id: string, options: EventOptions) => {
		const { runDeliveriesShow } = await import('./deliveries-run');
		session.exitCode = await runDeliveriesShow(id, options, session.terminal);
	});
}

function resendCommand(session: Session): Command {
	return withJson(
		new Command('resend')
			.description('Sends deliveries again that have ended. The receiver sees the same webhook-id. Exit code 1: some were not sent.')
			.argument('<ids...>', 'the ids of deliveries'),
	).action(async (ids: string[], options: EventOptions) => {
		const { runDeliveriesResend } = await import('./deliveries-run');
		session.exitCode = await runDeliveriesResend(ids, options, session.terminal);
	});
}

function replayCommand(session: Session): Command {
	return withJson(
		new Command('replay')
			.description('Sends the stored events of a time again, to subscriptions that were added later too.')
			.requiredOption('--from <time>', 'events since, as ISO 8601', parseTime)
			.requiredOption('--to <time>', 'events before, as ISO 8601', parseTime)
			.option('-e, --event <type>', 'only this type of event')
			.option('--subscriber <id>', 'to this subscription only'),
	).action(async (options: ReplayOptions) => {
		const { runDeliveriesReplay } = await import('./deliveries-run');
		session.exitCode = await runDeliveriesReplay(options, session.terminal);
	});
}
