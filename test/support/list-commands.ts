import { runTroupe } from '../../cli/program';
import { testTerminal } from './test-terminal';

/** The help of each command. Read once, because there are almost two hundred. */
const help = new Map<string, string>();

export async function readHelp(command: string): Promise<string> {
	const known = help.get(command);
	if (known !== undefined) return known;
	const terminal = testTerminal();
	await runTroupe([...command.split(' ').filter(Boolean), '--help'], terminal);
	const text = terminal.printed.join('\n');
	help.set(command, text);
	return text;
}

/** Reads the help: the commands that have no commands below them, as they are typed. */
export async function listCommands(...path: string[]): Promise<string[]> {
	// The list of all commands has groups.
	const heading = path.length === 0 ? /\n {2}-h, --help .*\n/ : '\nCommands:\n';
	const [, list = ''] = (await readHelp(path.join(' '))).split(heading);
	const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
	const below = await Promise.all(names.map((name) => listCommands(...path, name)));
	return names.length > 0 ? below.flat() : [path.join(' ')];
}
