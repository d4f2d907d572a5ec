import { Command, InvalidArgumentError } from 'commander';
import { withJson } from '../terminal/options';

export const of = (name: string, description: string): Command =>
	withJson(
		new Command(name).description(description).argument('<contact>', 'its id, or a name such as phone=+5544999999999 or telegram=1234'),
	);

export const withReason = (command: Command): Command =>
	command.requiredOption('-r, --reason <text>', 'why, for the log of the contact', parseReason);

const maxReasonLength = 500;

function parseReason(text: string): string {
	if (text.trim() !== '' && text.length <= maxReasonLength) return text.trim();
	throw new InvalidArgumentError(`Expected a text of 1 to ${maxReasonLength} characters.`);
}
