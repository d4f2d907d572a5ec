import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { consentWays, legalBases, purposeForm } from '../../core/ports/channels/contact-consents';
import { limitOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ConsentListOptions, GrantOptions, WithdrawOptions } from './consents-run';
import { of, withReason } from './contact-options';

export const consentCommands = (session: Session): Command[] => [listCommand(session), grantCommand(session), withdrawCommand(session)];

function listCommand(session: Session): Command {
	return of('consents', 'Lists the consents and other legal bases of a contact, newest first, and which are in force.')
		.addOption(limitOption('entries', 100, 1_000))
		.option('--after <cursor>', 'only entries after this place in the list')
		.action(async (contact: string, options: ConsentListOptions) => {
			const { runConsents } = await import('./consents-run');
			session.exitCode = await runConsents(contact, options, session.terminal);
		});
}

const purpose = () =>
	new Argument('<purpose>', 'a name of your own, such as service, follow-up, marketing or profiling').argParser((text) => {
		if (new RegExp(purposeForm).test(text)) return text;
		throw new InvalidArgumentError('Write a purpose in small letters, digits and hyphens, at most 40.');
	});
const upTo = (max: number) => (text: string) => {
	if (text.trim() !== '' && text.length <= max) return text;
	throw new InvalidArgumentError(`Expected a text of 1 to ${max} characters.`);
};
const way = () => new Option('--way <how>', 'how it was given or withdrawn').choices(consentWays).makeOptionMandatory();
const withProof = (command: Command): Command =>
	command
		.addOption(way())
		.option(
			'--reference <text>',
			'where it can be looked up: the id of a message, the address of a form, the number of a document',
			upTo(500),
		)
		.option('--at <time>', 'when: a time such as 2026-11-28T12:00:00Z, or a day of the tenant; default: now');

function grantCommand(session: Session): Command {
	return withProof(of('consent', 'Records a consent of a contact, or another legal basis, for a purpose.').addArgument(purpose()))
		.addOption(new Option('--basis <basis>', 'the legal basis, by LGPD art. 7 and GDPR art. 6').choices(legalBases).default('consent'))
		.option('--text <text>', 'the text that was shown; its SHA-256 is stored, and not the text', upTo(20_000))
		.option('--text-version <name>', 'a name or version of that text', upTo(100))
		.option('--until <time>', 'when it ends by itself; default: never')
		.action(async (contact: string, name: string, options: GrantOptions) => {
			const { runGrant } = await import('./consents-run');
			session.exitCode = await runGrant(contact, name, options, session.terminal);
		});
}

function withdrawCommand(session: Session): Command {
	return withReason(
		withProof(of('withdraw-consent', 'Withdraws the consent of a contact, or another legal basis, for a purpose.').addArgument(purpose())),
	).action(async (contact: string, name: string, options: WithdrawOptions) => {
		const { runWithdraw } = await import('./consents-run');
		session.exitCode = await runWithdraw(contact, name, options, session.terminal);
	});
}
