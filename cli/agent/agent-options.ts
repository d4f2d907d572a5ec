import { type Command, Option } from 'commander';

export const keepChangesOption = (): Option =>
	new Option(
		'--keep-changes <folder>',
		'copy what shells and browsers of the agent created or changed to this folder, which must be empty or new',
	);

export function withOutputOptions(command: Command): Command {
	return command
		.option('--json', 'print the whole outcome as one JSON document')
		.option('--events', 'print each step as a JSON line {"event"}, then {"outcome"}');
}
