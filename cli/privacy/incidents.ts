import { Command, Option } from 'commander';
import { languages } from '../../core/base/text/languages';
import { incidentCauses, incidentRecipients, incidentRisks } from '../../core/base/privacy/incident-kinds';
import { type Spoken, inLanguage } from '../services/tenant-language';
import { limitOption, ofTenant, spokenLanguage, wholeNumber, withJson, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AddIncidentOptions, NoteIncidentOptions, NotifyOptions, ReportIncidentOptions } from './incidents-run';
import type { RequestListOptions, SaidOptions } from './requests-run';

const idWords = 'the number of the incident, such as INC-2026-11-28-7F3K';
const maxCount = 1_000_000_000;

const withSaid = (command: Command): Command => withJson(command).addOption(spokenLanguage());

/** Declares `troupe privacy incidents …`. */
export function incidentsCommand(session: Session): Command {
	const list = withSaid(
		new Command('incidents').description(
			'Lists incidents with personal data (LGPD art. 48, GDPR art. 33 and 34), with the time for telling of them, newest first.',
		),
	)
		.addOption(limitOption('incidents', 50, 1_000))
		.option('--after <cursor>', 'only incidents after this place in the list')
		.option('--all', 'also what is closed')
		.action(async (options: Spoken<RequestListOptions>) => {
			const { runListIncidents } = await import('./incidents-run');
			session.exitCode = await runListIncidents(await inLanguage(options, session.terminal), session.terminal);
		});
	ofTenant(list, session).enablePositionalOptions();
	const commands = [show(session), report(session), add(session), note(session), notify(session), close(session)];
	for (const command of commands) list.addCommand(withService(command, session));
	return list;
}

const of = (name: string, description: string): Command =>
	withSaid(new Command(name).description(description).argument('<incident>', idWords));

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Declares the fields of an incident, which are filled at once or step by step. */
const withFacts = (command: Command): Command =>
	command
		.option(
			'--category <text>',
			'a kind of data or of people, such as "phone numbers of customers"; can be repeated. A later note replaces the list',
			collect,
		)
		.option('--people <number>', 'how many people are touched. Default: as contacts are counted', wholeNumber(0, maxCount))
		.option('--records <number>', 'how many records', wholeNumber(0, maxCount))
		.option('--consequences <text>', 'what is likely to follow for the people')
		.option('--measures <text>', 'what was and is done about it')
		.option('--contact <text>', 'who answers questions: the data protection officer')
		.option('--delay <text>', 'why somebody is told late')
		.option('--person <person>', 'a contact who is touched, by ID or a name such as phone=+5544999999999; can be repeated', collect)
		.option('--all-contacts', 'all contacts of the tenant are touched: they are counted')
		.option('--from <date>', 'contacts are touched of whom messages since then are stored: they are counted')
		.option('--to <date>', 'until then, not included. Default: now');

const riskOption = () =>
	new Option('--risk <risk>', 'for people. unlikely: nobody has to be told. high: people too, by the GDPR').choices(incidentRisks);

const show = (session: Session): Command =>
	of('show', 'Shows an incident: what is known, what is missing, who has to be told until when, and its course.').action(
		async (incident: string, options: Spoken<SaidOptions>) => {
			const { runShowIncident } = await import('./incidents-run');
			session.exitCode = await runShowIncident(incident, await inLanguage(options, session.terminal), session.terminal);
		},
	);

const report = (session: Session): Command =>
	new Command('report')
		.description('Writes an incident as a page with what the authority asks for. Material for counsel: it tells nobody.')
		.argument('<incident>', idWords)
		.addOption(new Option('--language <language>', 'of the page. Default: that of the tenant, or English').choices(languages))
		.option('--json', 'print one JSON document instead')
		.option('-o, --output <file>', 'write it to this file instead')
		.action(async (incident: string, options: ReportIncidentOptions) => {
			const { runReportIncident } = await import('./incidents-run');
			session.exitCode = await runReportIncident(incident, options, session.terminal);
		});

const add = (session: Session): Command =>
	withFacts(
		withSaid(new Command('add').description('Notes an incident: the times for telling of it count from when it was known.'))
			.requiredOption('--nature <text>', 'what happened; it is stored encrypted, as all that is said')
			.option('--known <date>', 'when the company learned of it: a day such as 2026-11-28, or ISO 8601. Default: now')
			.addOption(riskOption().default('likely'))
			.option('--text <text>', 'why the risk is that: it has to be said of unlikely')
			.addOption(new Option('--cause <cause>', 'what Troupe noticed, as `troupe doctor` names it').choices(incidentCauses)),
	).action(async (options: Spoken<AddIncidentOptions>) => {
		const { runAddIncident } = await import('./incidents-run');
		session.exitCode = await runAddIncident(await inLanguage(options, session.terminal), session.terminal);
	});

const note = (session: Session): Command =>
	withFacts(
		of('note', 'Notes what became known of an incident, or another risk with the reason. What was said before stays in its course.')
			.option('--text <text>', 'what became known, or why the risk is another')
			.option('--nature <text>', 'what happened')
			.addOption(riskOption()),
	).action(async (incident: string, options: Spoken<NoteIncidentOptions>) => {
		const { runNoteIncident } = await import('./incidents-run');
		session.exitCode = await runNoteIncident(incident, await inLanguage(options, session.terminal), session.terminal);
	});

const notify = (session: Session): Command =>
	of('notify', 'Notes that the authority, or the people, were told. Tell them yourself: Troupe does not.')
		.addOption(new Option('--to <whom>', 'who was told').choices(incidentRecipients).makeOptionMandatory())
		.option('--at <date>', 'when: a day such as 2026-11-28, or ISO 8601. Default: now')
		.option('--text <text>', 'how, such as the number that the authority gave')
		.option('--delay <text>', 'why late, which has to be said then')
		.option('--correct', 'the time that was noted was wrong, and this one counts. Without it, the earliest does; needs --text')
		.action(async (incident: string, options: Spoken<NotifyOptions>) => {
			const { runNotifyIncident } = await import('./incidents-run');
			session.exitCode = await runNotifyIncident(incident, await inLanguage(options, session.terminal), session.terminal);
		});

const close = (session: Session): Command =>
	of('close', 'Closes an incident, once all who have to be told were told, and nothing is missing. It stays in the register.')
		.requiredOption('--outcome <text>', 'what came of it')
		.option('--incomplete', 'what is missing cannot be known: the outcome says why')
		.action(async (incident: string, options: Spoken<SaidOptions & { outcome: string; incomplete?: true }>) => {
			const { runCloseIncident } = await import('./incidents-run');
			session.exitCode = await runCloseIncident(incident, await inLanguage(options, session.terminal), session.terminal);
		});
