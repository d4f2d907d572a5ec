import type { Terminal } from '../../cli/terminal/terminal';

/** A terminal that records its output. */
export interface TestTerminal extends Terminal {
	printed: string[];
	noted: string[];
	/** Stops the command, like Ctrl-C. */
	interrupt(): void;
}

/** Returns a terminal for tests, without colours and signals. Standard input yields the given pieces. */
export function testTerminal(environment: NodeJS.ProcessEnv = {}, input: readonly Uint8Array[] = []): TestTerminal {
	const stop = new AbortController();
	const [printed, noted]: [string[], string[]] = [[], []];
	return {
		environment,
		printed,
		noted,
		print: (line) => void printed.push(line),
		note: (line) => void noted.push(line),
		input: async function* () {
			yield* input;
		},
		style: (_format, text) => text,
		stop: stop.signal,
		interrupt: () => stop.abort(),
	};
}

/** Calls the command as a program does, and returns what it said. */
export async function callTroupe(args: string[], environment: NodeJS.ProcessEnv) {
	const { runTroupe } = await import('../../cli/program');
	const terminal = testTerminal(environment);
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}
