/** Options of the commands that run an agent. */
import { type Command, Option } from 'commander';

/** Declares `--keep-changes FOLDER`. */
export const keepChangesOption = (): Option =>
	new Option(
		'--keep-changes <folder>',
		'copy what shells and browsers of the agent created or changed to this folder, which must be empty or new',
	);

/** Declares how a run is printed. */
export function withOutputOptions(command: Command): Command {
	return command
		.option('--json', 'print the whole outcome as one JSON document')
		.option('--events', 'print each step as a JSON line {"event"}, then {"outcome"}');
}
