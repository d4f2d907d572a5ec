import { Command, Option } from 'commander';
import { answeredKinds } from '../../core/ports/channels/contact-rights';
import { type Spoken, inLanguage } from '../services/tenant-language';
import { limitOption, ofTenant, spokenLanguage, withJson, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ExtendOptions, NoteOptions, RequestListOptions, SaidOptions } from './requests-run';

const protocolWords = 'the number of the request, such as 2026-11-28-7F3K';

const withSaid = (command: Command): Command => withJson(command).addOption(spokenLanguage());

export function requestsCommand(session: Session): Command {
	const list = withSaid(
		new Command('requests').description('Lists what people demanded about their data, with the last day for the answer, newest first.'),
	)
		.addOption(limitOption('requests', 50, 1_000))
		.option('--after <cursor>', 'only requests after this place in the list')
		.option('--all', 'also what is answered')
		.action(async (options: Spoken<RequestListOptions>) => {
			const { runListRequests } = await import('./requests-run');
			session.exitCode = await runListRequests(await inLanguage(options, session.terminal), session.terminal);
		});
	ofTenant(list, session).enablePositionalOptions();
	const commands = [showCommand(session), addCommand(session), extendCommand(session), refuseCommand(session), doneCommand(session)];
	for (const command of commands) list.addCommand(withService(command, session));
	return list;
}

const of = (name: string, description: string): Command =>
	withSaid(new Command(name).description(description).argument('<protocol>', protocolWords));

const showCommand = (session: Session): Command =>
	of('show', 'Shows a request: by whom, when, its last day, and what came of it.').action(
		async (protocol: string, options: Spoken<SaidOptions>) => {
			const { runShowRequest } = await import('./requests-run');
			session.exitCode = await runShowRequest(protocol, await inLanguage(options, session.terminal), session.terminal);
		},
	);

const addCommand = (session: Session): Command =>
	withSaid(
		new Command('add')
			.description('Notes a request that came another way, such as by mail.')
			.argument('<person>', 'the id of a contact, or a name such as phone=+5544999999999')
			.addOption(new Option('--kind <kind>', 'what the person demands').choices(answeredKinds).makeOptionMandatory())
			.option('--at <date>', 'when it came: a day such as 2026-11-28, or ISO 8601. Default: now'),
	).action(async (person: string, options: Spoken<NoteOptions>) => {
		const { runNoteRequest } = await import('./requests-run');
		session.exitCode = await runNoteRequest(person, await inLanguage(options, session.terminal), session.terminal);
	});

const extendCommand = (session: Session): Command =>
	of('extend', 'Gives a request more time, once, before its last day has passed (GDPR art. 12(3)). Tell the person, with the reason.')
		.requiredOption('--reason <text>', 'why')
		.option('--until <day>', 'its new last day, such as 2027-01-31. Default: three months after it came')
		.action(async (protocol: string, options: Spoken<ExtendOptions>) => {
			const { runExtendRequest } = await import('./requests-run');
			session.exitCode = await runExtendRequest(protocol, await inLanguage(options, session.terminal), session.terminal);
		});

const refuseCommand = (session: Session): Command =>
	of('refuse', 'Notes that a request is refused. Tell the person, with the reason, and that they can complain to the authority.')
		.requiredOption('--reason <text>', 'why')
		.action(async (protocol: string, options: Spoken<SaidOptions & { reason: string }>) => {
			const { runRefuseRequest } = await import('./requests-run');
			session.exitCode = await runRefuseRequest(protocol, await inLanguage(options, session.terminal), session.terminal);
		});

const doneCommand = (session: Session): Command =>
	of('done', 'Notes that a request is answered. `privacy forget` notes it by itself.')
		.requiredOption('--outcome <text>', 'what was done')
		.action(async (protocol: string, options: Spoken<SaidOptions & { outcome: string }>) => {
			const { runSettleRequest } = await import('./requests-run');
			session.exitCode = await runSettleRequest(protocol, await inLanguage(options, session.terminal), session.terminal);
		});
