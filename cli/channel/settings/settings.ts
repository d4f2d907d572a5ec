import { Command, InvalidArgumentError, Option } from 'commander';
import { wordingRules } from '../../../core/ports/channels/channel-settings';
import { ruleKinds } from '../../../core/ports/channels/rule-kinds';
import { limitOption, wholeNumber, withJson, withService } from '../../terminal/options';
import type { Session } from '../../terminal/session';
import { withRules } from '../rule-options';
import type { ChangeOptions, ChangesOptions, DecideOptions, HistoryOptions, WordingOptions } from './settings-run';

export function settingsCommand(session: Session): Command {
	const command = new Command('settings')
		.description('What people can change of the agents of a channel without a new version of them: greeting, questions, prices, tone.')
		.addCommand(showCommand(session))
		.addCommand(setCommand(session))
		.addCommand(tryCommand(session))
		.addCommand(endCommand(session, 'keep', 'Gives all contacts the values of the trial.'))
		.addCommand(endCommand(session, 'undo', 'Ends the trial; without one, takes back the last change of values.'))
		.addCommand(rulesCommand(session))
		.addCommand(historyCommand(session))
		.addCommand(decideCommand(session, 'approve', 'Approves a proposed change. Not for whoever proposed it.'))
		.addCommand(decideCommand(session, 'reject', 'Rejects a proposed change.'));
	for (const each of command.commands) withService(each, session);
	return command;
}

const of = (name: string, description: string) =>
	withJson(new Command(name).description(description).argument('<channel>', 'the name of the channel'));

const withValues = (command: Command) =>
	command
		.argument('[values...]', 'settings with their values, such as greeting="Hello!"; of a list, one for each text')
		.option('--file <path>', 'a JSON file with an object of values, for long texts')
		.option('--reset <setting...>', 'settings that get the value of the agent');
const withAfter = (command: Command) =>
	command.option(
		'--after <number>',
		'the last change that you know, from `show`: nothing is changed if there was a later one',
		wholeNumber(0, 2 ** 31 - 1),
	);

function showCommand(session: Session): Command {
	return of('show', 'Shows the settings of a channel: the values in force, those of the agent, the limits and the trial.').action(
		async (channel: string, options: { json?: boolean }) => {
			const { runSettingsShow } = await import('./settings-run');
			session.exitCode = await runSettingsShow(channel, options, session.terminal);
		},
	);
}

function setCommand(session: Session): Command {
	return withAfter(withValues(of('set', 'Sets values for all contacts, or proposes it where the tenant wants that.'))).action(
		async (channel: string, values: string[], options: ChangeOptions) => {
			const { runSettingsSet } = await import('./settings-run');
			session.exitCode = await runSettingsSet(channel, values, options, session.terminal);
		},
	);
}

function tryCommand(session: Session): Command {
	return withAfter(
		withValues(of('try', 'Tries values on a share of the contacts; without values, changes the share of the trial that runs.')),
	)
		.requiredOption('--percent <number>', 'the share of the contacts, always the same ones', wholeNumber(1, 100))
		.action(async (channel: string, values: string[], options: ChangeOptions) => {
			const { runSettingsSet } = await import('./settings-run');
			session.exitCode = await runSettingsSet(channel, values, options, session.terminal);
		});
}

function endCommand(session: Session, action: 'keep' | 'undo', description: string): Command {
	return withAfter(of(action, description)).action(async (channel: string, options: ChangesOptions) => {
		const { runSettingsEnd } = await import('./settings-run');
		session.exitCode = await runSettingsEnd(action, channel, options, session.terminal);
	});
}

const wordingOptions = wordingRules.map((name) => ruleKinds[name].option);

function rulesCommand(session: Session): Command {
	const command = withAfter(of('rules', 'Changes the rules of a channel that are only texts and times, as the tenant allows it.'))
		.option('--greeting <origin=text>', 'the greeting of an origin that has a rule; without a text, none; can be repeated', collectGreeting)
		.addOption(
			new Option('--reset <option>', `gives a rule its default; can be repeated: ${wordingOptions.join(', ')}`).argParser(collectReset),
		);
	return withRules(command, wordingRules).action(async (channel: string, options: WordingOptions) => {
		const { runSettingsRules } = await import('./settings-run');
		session.exitCode = await runSettingsRules(channel, options, session.terminal);
	});
}

function collectGreeting(text: string, before: Record<string, string | null> = {}): Record<string, string | null> {
	const at = text.indexOf('=');
	if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) || null };
	throw new InvalidArgumentError('Expected origin=text, such as link:fair="Welcome!".');
}

function collectReset(option: string, options: string[] = []): string[] {
	if (wordingOptions.includes(option)) return [...options, option];
	throw new InvalidArgumentError(`Expected one of: ${wordingOptions.join(', ')}.`);
}

function historyCommand(session: Session): Command {
	return of('history', 'Lists who changed the settings of a channel, and what, newest first.')
		.addOption(limitOption('changes', 50))
		.action(async (channel: string, options: HistoryOptions) => {
			const { runSettingsHistory } = await import('./settings-run');
			session.exitCode = await runSettingsHistory(channel, options, session.terminal);
		});
}

function decideCommand(session: Session, action: 'approve' | 'reject', description: string): Command {
	return of(action, description)
		.argument('<number>', 'the number of the change, from `troupe channel settings history`', wholeNumber(1, 999_999_999))
		.option('-r, --reason <text>', 'why, for the history')
		.action(async (channel: string, number: number, options: DecideOptions) => {
			const { runSettingsDecide } = await import('./settings-run');
			session.exitCode = await runSettingsDecide(channel, { number, approved: action === 'approve' }, options, session.terminal);
		});
}
