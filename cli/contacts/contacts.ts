import { Command, InvalidArgumentError } from 'commander';
import type { Alias } from '../../core/ports/channels/contacts';
import { limitOption, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import { consentCommands } from './consents';
import { of, withReason } from './contact-options';
import type { MergeOptions, SplitOptions } from './change-run';
import type { ContactListOptions } from './contacts-run';
import type { ForgetOptions } from './forget-run';
import type { OptOutListOptions } from './rights-run';

const rightsCommands = (session: Session): Command[] => [optOutsCommand(session), optOutCommand(session), optInCommand(session)];

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

export function contactsCommand(session: Session): Command {
	const command = new Command('contacts')
		.description('The people who write through channels, under all the names that providers have for them.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(mergeCommand(session))
		.addCommand(splitCommand(session))
		.addCommand(exportCommand(session))
		.addCommand(forgetCommand(session));
	for (const each of [...rightsCommands(session), ...consentCommands(session)]) command.addCommand(each);
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the contacts of a tenant, newest first. It prints personal data.'))
		.addOption(limitOption('contacts', 50, 10_000))
		.option('--after <id>', 'only contacts after this one in the list')
		.action(async (options: ContactListOptions) => {
			const { runContactsList } = await import('./contacts-run');
			session.exitCode = await runContactsList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return of('show', 'Shows the names of a contact, its conversations, and what was changed by whom and why.').action(
		async (contact: string, options: { json?: boolean }) => {
			const { runContactsShow } = await import('./contacts-run');
			session.exitCode = await runContactsShow(contact, options, session.terminal);
		},
	);
}

function mergeCommand(session: Session): Command {
	return withReason(withJson(new Command('merge').description('Joins two contacts that are one person. `split` undoes it.')))
		.argument('<from>', 'the contact that becomes part of the other: its id, or a name such as phone=+5544999999999')
		.argument('<into>', 'the other contact')
		.action(async (from: string, into: string, options: MergeOptions) => {
			const { runContactsMerge } = await import('./change-run');
			session.exitCode = await runContactsMerge(from, into, options, session.terminal);
		});
}

function splitCommand(session: Session): Command {
	return withReason(
		of('split', 'Makes two contacts of one: undoes a merge, or gives some names to a new contact. No message joins them again.'),
	)
		.option('--merged <id>', 'the contact that was merged into it')
		.option('--alias <kind=value>', 'a name that belongs to somebody else; can be repeated', collectAlias, [])
		.option('--conversation <id>', 'with --alias: a conversation that goes along; can be repeated', collect, [])
		.action(async (contact: string, options: SplitOptions) => {
			const { runContactsSplit } = await import('./change-run');
			session.exitCode = await runContactsSplit(contact, options, session.terminal);
		});
}

function exportCommand(session: Session): Command {
	return of('export', 'Prints what is stored of a contact as JSON, for the person themself: it is personal data, in full.').action(
		async (contact: string) => {
			const { runContactsExport } = await import('./export-run');
			session.exitCode = await runContactsExport(contact, session.terminal);
		},
	);
}

function forgetCommand(session: Session): Command {
	return of('forget', 'Removes a contact: names, conversations, messages, and what agents remember. It cannot be undone.')
		.addOption(yesOption())
		.option('--leave-unreached', 'also if a desk, a CRM or a store of leads is away: what it has stays there')
		.action(async (contact: string, options: ForgetOptions) => {
			const { runContactsForget } = await import('./forget-run');
			session.exitCode = await runContactsForget(contact, options, session.terminal);
		});
}

const collect = (text: string, texts: string[]): string[] => [...texts, text];

function collectAlias(text: string, aliases: Array<Pick<Alias, 'kind' | 'value'>>): Array<Pick<Alias, 'kind' | 'value'>> {
	const at = text.indexOf('=');
	if (at > 0) return [...aliases, { kind: text.slice(0, at), value: text.slice(at + 1) }];
	throw new InvalidArgumentError('Expected kind=value, such as phone=+5544999999999.');
}
