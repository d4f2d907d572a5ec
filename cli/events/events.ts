import { Command } from 'commander';
import { maxAttempts, minAttempts } from '../../core/events/plan-delivery';
import { listOfNames, wholeNumber, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { EventOptions, RemoveOptions, SubscribeOptions } from './events-run';

export function eventsCommand(session: Session): Command {
	const command = new Command('events')
		.description('Who is told when runs end, budgets are used up, guardrails find something or processes stop. `troupe serve` tells them.')
		.addCommand(subscribeCommand(session))
		.addCommand(listCommand(session))
		.addCommand(
			named(session, 'remove', 'Removes a subscription. What waits for it is not sent.', async (...all) => {
				const { runEventsRemove } = await import('./events-run');
				return runEventsRemove(...all);
			}).addOption(yesOption()),
		)
		.addCommand(
			named(session, 'enable', 'Lets a disabled subscription receive again, from the next event on.', async (...all) => {
				const { runEventsEnable } = await import('./events-run');
				return runEventsEnable(...all);
			}),
		)
		.addCommand(typesCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function subscribeCommand(session: Session): Command {
	return withJson(
		new Command('subscribe')
			.description('Sends events to an address, signed by Standard Webhooks. Prints the secret, once.')
			.argument('<url>', 'the address that receives them by POST')
			.option('-e, --events <types>', 'types of events, separated by commas, such as agent.run.failed,budget.*; default: all', listOfNames)
			.option(
				'--attempts <number>',
				'how often a delivery is tried before it is given up',
				wholeNumber(minAttempts, maxAttempts),
				maxAttempts,
			),
	).action(async (url: string, options: SubscribeOptions) => {
		const { runEventsSubscribe } = await import('./events-run');
		session.exitCode = await runEventsSubscribe(url, options, session.terminal);
	});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the subscriptions of a tenant, and how the last delivery of each went.')).action(
		async (options: EventOptions) => {
			const { runEventsList } = await import('./events-run');
			session.exitCode = await runEventsList(options, session.terminal);
		},
	);
}

function typesCommand(session: Session): Command {
	return withJson(new Command('types').description('Lists the types of events; with --json, the schema of each.')).action(
		async (options: EventOptions) => {
			const { runEventsTypes } = await import('./events-run');
			session.exitCode = await runEventsTypes(options, session.terminal);
		},
	);
}

type Named = (id: string, options: RemoveOptions, terminal: Session['terminal']) => Promise<Session['exitCode']>;

function named(session: Session, name: string, description: string, run: Named): Command {
	const command = new Command(name).description(description).argument('<id>', 'the id of the subscription');
	return withJson(command).action(async (id: string, options: RemoveOptions) => {
		session.exitCode = await run(id, options, session.terminal);
	});
}
