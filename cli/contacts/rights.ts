import { Command } from 'commander';
import { limitOption, withJson } from '../terminal/options';
import type { Session } from '../terminal/session';
import { of, withReason } from './contact-options';
import type { OptOutListOptions } from './rights-run';

/** Declares the commands about contacts who want no more messages. */
export const rightsCommands = (session: Session): Command[] => [optOutsCommand(session), optOutCommand(session), optInCommand(session)];

function optOutsCommand(session: Session): Command {
	return withJson(new Command('opt-outs').description('Lists who wants no more messages, newest first.'))
		.addOption(limitOption('entries', 50, 1_000))
		.option('--after <cursor>', 'only entries after this place in the list')
		.option('--all', 'also those who came back')
		.action(async (options: OptOutListOptions) => {
			const { runOptOuts } = await import('./rights-run');
			session.exitCode = await runOptOuts(options, session.terminal);
		});
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
