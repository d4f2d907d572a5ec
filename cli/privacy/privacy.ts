import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type KeptClass, settableClasses, unlimitedDays } from '../../core/base/privacy/kept-classes';
import { languages } from '../../core/base/text/languages';
import type { Language } from '../../core/base/text/languages';
import { type Spoken, inLanguage } from '../services/tenant-language';
import { ofTenant, spokenLanguage, wholeNumber, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AddHoldOptions } from './hold-run';
import { masterKeyCommand } from './key';
import { requestsCommand } from './requests';
import type { ExportOptions } from './export-run';
import type { FindOptions } from './find-run';
import type { ForgetPersonOptions } from './forget-run';
import type { RectifyOptions } from './rectify-run';
import type { RestrictOptions } from './restrict-run';
import type { ProcessingOptions } from './processing-run';
import type { PurgeOptions } from './purge-run';
import type { KeptDays, RetentionOptions, SetRetentionOptions } from './retention-run';

function holdCommand(session: Session): Command {
	const command = new Command('hold')
		.description('Holds what is stored of a person, or of all, such as for a proceeding: no cleaning, forgetting or purge removes it.')
		.addCommand(addCommand(session))
		.addCommand(listCommand(session))
		.addCommand(removeCommand(session));
	for (const each of command.commands) withService(each.addOption(spokenLanguage()), session);
	return command;
}

const addCommand = (session: Session): Command =>
	withJson(
		new Command('add')
			.description('Begins a hold.')
			.argument('<person>', 'the id of a contact, a name such as phone=+5544999999999, the ID under which agents know the person, or all')
			.requiredOption('--reason <text>', 'why; it is stored encrypted')
			.option('--until <date>', 'when it ends, such as 2027-06-30. Default: when somebody ends it'),
	).action(async (person: string, options: Spoken<AddHoldOptions>) => {
		const { runAddHold } = await import('./hold-run');
		session.exitCode = await runAddHold(person, await inLanguage(options, session.terminal), session.terminal);
	});

const listCommand = (session: Session): Command =>
	withJson(new Command('list').description('Lists the holds of the tenant.')).action(
		async (options: Spoken<{ json?: boolean; language: Language }>) => {
			const { runListHolds } = await import('./hold-run');
			session.exitCode = await runListHolds(await inLanguage(options, session.terminal), session.terminal);
		},
	);

const removeCommand = (session: Session): Command =>
	new Command('remove')
		.description('Ends a hold: what is old goes with the next cleaning.')
		.argument('<hold>', 'its ID, as `privacy hold list` shows it')
		.addOption(yesOption())
		.action(async (hold: string, options: Spoken<{ yes?: boolean; language: Language }>) => {
			const { runRemoveHold } = await import('./hold-run');
			session.exitCode = await runRemoveHold(hold, await inLanguage(options, session.terminal), session.terminal);
		});

const personWords = 'the id of a contact, a name such as phone=+5544999999999, or the ID under which agents know the person';

function requireWord(text: string): string {
	if (text.trim() !== '') return text;
	throw new InvalidArgumentError('Expected an id or a name, such as phone=+5544999999999.');
}

export function privacyCommand(session: Session): Command {
	// Options after a command within a list, such as `requests show`, are those of that command.
	const command = new Command('privacy')
		.enablePositionalOptions()
		.description(
			'Shows, exports and forgets what is stored of people, and says where and how long: for data protection officers and counsel.',
		)
		.addCommand(findCommand(session))
		.addCommand(exportCommand(session))
		.addCommand(rectifyCommand(session))
		.addCommand(restrictCommand(session))
		.addCommand(requestsCommand(session))
		.addCommand(forgetCommand(session))
		.addCommand(reportCommand(session))
		.addCommand(purgeCommand(session))
		.addCommand(retentionCommand(session));
	for (const each of command.commands) withService(each, session);
	command.addCommand(holdCommand(session)).addCommand(masterKeyCommand(session));
	return withTenant(command, session);
}

function retentionCommand(session: Session): Command {
	const show = withJson(
		new Command('retention')
			.description('Shows how long each class of data is kept, by which rule, and what the next cleanings remove.')
			.addOption(spokenLanguage())
			.option('--within <days>', 'also what is due within these days', wholeNumber(1, unlimitedDays), 7),
	).action(async (options: Spoken<RetentionOptions>) => {
		const { runRetention } = await import('./retention-run');
		session.exitCode = await runRetention(await inLanguage(options, session.terminal), session.terminal);
	});
	const set = withJson(
		new Command('set')
			.description('Sets how long the tenant keeps a class of data.')
			.addArgument(new Argument('<class>', 'as `privacy retention` names it').choices(settableClasses))
			.addArgument(new Argument('<days>', 'a number, unlimited, or default: as the other rules of the tenant say').argParser(keptDays))
			.addOption(yesOption()),
	).action(async (kept: KeptClass, days: KeptDays, options: SetRetentionOptions) => {
		const { runSetRetention } = await import('./retention-run');
		session.exitCode = await runSetRetention(kept, days, options, session.terminal);
	});
	withService(set, session);
	// Both have --tenant.
	return ofTenant(show, session).enablePositionalOptions().addCommand(set);
}

function keptDays(value: string): KeptDays {
	if (value === 'unlimited' || value === 'default') return value;
	if (/^\d+$/.test(value)) return wholeNumber(1, unlimitedDays)(value);
	throw new InvalidArgumentError(`Expected a whole number from 1 to ${unlimitedDays}, unlimited or default.`);
}

const purgeCommand = (session: Session): Command =>
	withJson(
		new Command('purge')
			.description('Removes what was last used of a class of data before a date, except what is held. It cannot be undone.')
			.argument('<class>', 'as `privacy retention` names it')
			.requiredOption('--before <date>', 'a day of the tenant such as 2026-01-31, or ISO 8601')
			.requiredOption('--reason <text>', 'why; the audit log has it, encrypted')
			.option('--dry-run', 'only count what would be removed')
			.addOption(yesOption()),
	).action(async (kept: string, options: PurgeOptions) => {
		const { runPurge } = await import('./purge-run');
		session.exitCode = await runPurge(kept, options, session.terminal);
	});

function reportCommand(session: Session): Command {
	return new Command('report')
		.description(
			'Writes the record of processing (LGPD art. 37, GDPR art. 30) as a page: purposes, data, retention, recipients and places. Material for counsel, not legal advice.',
		)
		.addOption(new Option('--language <language>', 'of the page. Default: that of the tenant, or English').choices(languages))
		.option('--json', 'print one JSON document instead')
		.option('-o, --output <file>', 'write it to this file instead')
		.action(async (options: ProcessingOptions) => {
			const { runProcessingReport } = await import('./processing-run');
			session.exitCode = await runProcessingReport(options, session.terminal);
		});
}

function findCommand(session: Session): Command {
	return withJson(
		new Command('find')
			.description('Counts what is stored of a person, by table, and names the places that cannot be searched. Shows no contents.')
			.argument('<person>', personWords, requireWord)
			.addOption(spokenLanguage()),
	).action(async (person: string, options: Spoken<FindOptions>) => {
		const { runPrivacyFind } = await import('./find-run');
		session.exitCode = await runPrivacyFind(person, await inLanguage(options, session.terminal), session.terminal);
	});
}

function forgetCommand(session: Session): Command {
	return withJson(
		new Command('forget')
			.description('Forgets a person in all places that can be reached, and names those that cannot. It cannot be undone.')
			.argument('<person>', personWords, requireWord)
			.addOption(yesOption())
			.option('--leave-unreached', 'also if a place is away that could be reached later: what it has stays there')
			.option('--receipt <file>', 'write the receipt, which names nobody, to this file')
			.addOption(spokenLanguage()),
	).action(async (person: string, options: Spoken<ForgetPersonOptions>) => {
		const { runPrivacyForget } = await import('./forget-run');
		session.exitCode = await runPrivacyForget(person, await inLanguage(options, session.terminal), session.terminal);
	});
}

function exportCommand(session: Session): Command {
	return new Command('export')
		.description(
			'Exports everything that is stored of a person: a page that they can read, and JSON for other systems (LGPD art. 18, GDPR art. 15 and 20).',
		)
		.argument('<person>', personWords, requireWord)
		.option('-o, --output <path>', 'write to FILE.html or FILE.json, or both to a folder. Only you can read them. Default: print the page')
		.addOption(new Option('--language <language>', 'of the page. Default: that of the tenant, or English').choices(languages))
		.option('--json', 'write JSON in place of the page')
		.action(async (person: string, options: ExportOptions) => {
			const { runPrivacyExport } = await import('./export-run');
			session.exitCode = await runPrivacyExport(person, options, session.terminal);
		});
}

function restrictCommand(session: Session): Command {
	return withJson(
		new Command('restrict')
			.description(
				"Restricts the processing of a contact's data: it is kept, no agent reads it, and nothing is sent (GDPR art. 18). --lift ends it.",
			)
			.argument('<person>', 'the id of a contact, or a name such as phone=+5544999999999')
			.requiredOption('--reason <text>', 'why, for the log of the contact')
			.option('--lift', 'end the restriction')
			.addOption(
				new Option('--language <language>', 'of the note at the desk. Default: that of the tenant, or English').choices(languages),
			),
	).action(async (person: string, options: RestrictOptions) => {
		const { runPrivacyRestrict } = await import('./restrict-run');
		session.exitCode = await runPrivacyRestrict(person, options, session.terminal);
	});
}

function rectifyCommand(session: Session): Command {
	return withJson(
		new Command('rectify')
			.description(
				'Corrects what is stored of a contact (LGPD art. 18 III, GDPR art. 16), also in CRMs and leads, and names where it can still be wrong.',
			)
			.argument('<person>', 'the id of a contact, or a name such as phone=+5544999999999')
			.requiredOption('--reason <text>', 'why, for the log of the contact')
			.option('--name <text>', 'the right name: names of providers do not replace it')
			.option('--email <address>', 'the right e-mail address')
			.option('--phone <number>', 'the right phone number')
			.option('--company <text>', 'the right name of the company')
			.option('--remove <kind=value...>', 'a name that people typed and that is wrong, such as phone=+5544999999999')
			.addOption(spokenLanguage()),
	).action(async (person: string, options: Spoken<RectifyOptions>) => {
		const { runPrivacyRectify } = await import('./rectify-run');
		session.exitCode = await runPrivacyRectify(person, await inLanguage(options, session.terminal), session.terminal);
	});
}
