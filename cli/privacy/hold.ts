import { Command } from 'commander';
import type { Language } from '../../core/base/text/languages';
import { type Spoken, inLanguage } from '../services/tenant-language';
import { spokenLanguage, withJson, withService, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AddHoldOptions } from './hold-run';

/** Declares `troupe privacy hold …`. */
export function holdCommand(session: Session): Command {
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
