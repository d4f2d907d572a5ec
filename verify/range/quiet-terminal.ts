import type { Environment } from '../../core/base/settings/setting-names';
import type { Terminal } from '../../cli/terminal/terminal';

/** Creates a terminal for commands that are played: it keeps what they print. */
export function quietTerminal(
	environment: Environment,
	tenant: string,
	stop: AbortSignal = new AbortController().signal,
): Terminal & { printed: string[]; noted: string[] } {
	const [printed, noted]: string[][] = [[], []];
	return {
		printed,
		noted,
		environment: { ...environment },
		tenant,
		stop,
		print: (line) => void printed!.push(line),
		note: (line) => void noted!.push(line),
		input: async function* () {},
		style: (_format, text) => text,
	} as Terminal & { printed: string[]; noted: string[] };
}
