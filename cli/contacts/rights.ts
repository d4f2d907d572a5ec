import { Command } from 'commander';
import { limitOption, withJson } from '../terminal/options';
import type { Session } from '../terminal/session';
import { of, parseReason, withReason } from './contact-options';
import type { RequestListOptions } from './rights-run';

/** Declares the commands about what contacts demand: no more messages, or their data. */
export const rightsCommands = (session: Session): Command[] => [
	optOutsCommand(session),
	optOutCommand(session),
	optInCommand(session),
	requestsCommand(session),
	settleCommand(session),
];

const listed = (name: string, description: string, all: string) =>
	withJson(new Command(name).description(description))
		.addOption(limitOption('entries', 50, 1_000))
		.option('--after <cursor>', 'only entries after this place in the list')
		.option('--all', all);

function optOutsCommand(session: Session): Command {
	return listed('opt-outs', 'Lists who wants no more messages, newest first.', 'also those who came back').action(
		async (options: RequestListOptions) => {
			const { runOptOuts } = await import('./rights-run');
			session.exitCode = await runOptOuts(options, session.terminal);
		},
	);
}

function optOutCommand(session: Session): Command {
	return of('opt-out', 'Sends a contact no more messages, as if they had asked for it in a message.').action(
		async (contact: string, options: { json?: boolean }) => {
			const { runOptOut } = await import('./rights-run');
			session.exitCode = await runOptOut(contact, options, session.terminal);
		},
	);
}

function optInCommand(session: Session): Command {
	return withReason(of('opt-in', 'Lets a contact be written to again, who asked for it.')).action(
		async (contact: string, options: { reason: string; json?: boolean }) => {
			const { runOptIn } = await import('./rights-run');
			session.exitCode = await runOptIn(contact, options, session.terminal);
		},
	);
}

function requestsCommand(session: Session): Command {
	return listed('requests', 'Lists what contacts demanded about their data, until somebody has seen to it.', 'also what is settled').action(
		async (options: RequestListOptions) => {
			const { runRequests } = await import('./rights-run');
			session.exitCode = await runRequests(options, session.terminal);
		},
	);
}

function settleCommand(session: Session): Command {
	return withJson(new Command('settle').description('Notes what came of a request about data. `forget` notes it by itself.'))
		.argument('<protocol>', 'the number that the customer got, from `troupe contacts requests`')
		.requiredOption('--outcome <text>', 'what was done, or why not', parseReason)
		.action(async (protocol: string, options: { outcome: string; json?: boolean }) => {
			const { runSettle } = await import('./rights-run');
			session.exitCode = await runSettle(protocol, options, session.terminal);
		});
}
