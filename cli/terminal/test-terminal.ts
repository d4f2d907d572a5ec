import type { Terminal } from './terminal';

/** A terminal that keeps what was written to it. */
export interface TestTerminal extends Terminal {
	printed: string[];
	noted: string[];
	/** As Ctrl-C would. */
	interrupt(): void;
}

/** For tests of commands: no colours, no signals; what stands on standard input comes in these pieces. */
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
