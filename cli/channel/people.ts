import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { HandOverOptions, ModeOptions } from './people-run';

const ofConversation = (name: string, description: string) =>
	new Command(name)
		.description(description)
		.argument('<name>', 'the name of the channel')
		.argument('<conversation>', 'the id of the conversation, or its address, such as a phone number')
		.option('--json', 'print the result as JSON');

/** Declares the commands with which people take conversations and give them back. */
export function peopleCommands(session: Session): Command[] {
	return [
		ofConversation('hand-over', 'Gives a conversation to people: the agent is silent, and the desk gets a summary.')
			.requiredOption('-r, --reason <text>', 'why, for the note and the log')
			.option('--summary <file>', 'a JSON file with name, company, phone, city, need, urgency, temperature, nextStep, notes')
			.option('--say <text>', 'what the customer is told')
			.option('--as <who>', 'who does it, for the log. Default: the user of this process')
			.action(async (name: string, conversation: string, options: HandOverOptions) => {
				const { runHandOver } = await import('./people-run');
				session.exitCode = await runHandOver(name, conversation, options, session.terminal);
			}),
		ofConversation('mode', 'Switches the agent of a conversation on or off, also after the conversation was stopped.')
			.option('--on', 'the agent answers, beginning with what nobody answered')
			.option('--off', 'nobody answers until someone switches it on')
			.option('--as <who>', 'who does it, for the log. Default: the user of this process')
			.action(async (name: string, conversation: string, options: ModeOptions) => {
				const { runMode } = await import('./people-run');
				session.exitCode = await runMode(name, conversation, options, session.terminal);
			}),
	];
}
