import { once } from 'node:events';
import { Writable } from 'node:stream';
import { stripVTControlCharacters, styleText } from 'node:util';
import { TroupeError } from '../../core/base/errors';

type Format = Parameters<typeof styleText>[0];

/** Where a command reads its settings and writes its answer; the process's own, or a test's. */
export interface Terminal {
	environment: NodeJS.ProcessEnv;
	/** One line of the answer, to standard output. */
	print: (line: string) => void;
	/** Ends when who reads standard output has taken most of what was printed; who prints without end waits for it. */
	drained?: () => Promise<unknown>;
	/** One line about the run, to standard error. */
	note: (line: string) => void;
	/** Standard input. */
	input: () => AsyncIterable<Uint8Array>;
	/** Asks the person who sits there; absent where nobody does. @throws TroupeError CANCELLED when they ask to stop */
	ask?: (question: string) => Promise<string>;
	/** The same, and what is typed is not shown. */
	askSecret?: (question: string) => Promise<string>;
	/** Says how far it is, in place of what it said before, where a person sees it and no answers stand between; an empty text takes it away. */
	showProgress?: (text: string) => void;
	/** The text in this format where `print` shows colours. */
	style: (format: Format, text: string) => string;
	/** Ends when the user asks to stop: SIGINT or SIGTERM. */
	stop: AbortSignal;
}

/** The terminal of this process. Signals are heard from the first use of `stop` on; before it, they end the process as ever. */
export function processTerminal(): Terminal {
	const environment = process.env;
	const inColour = process.stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
	let stop: AbortSignal | undefined;
	const stopped = () => (stop ??= stopSignal());
	return {
		environment,
		print: (line) => void process.stdout.write(line + '\n'),
		drained: async () => process.stdout.writableNeedDrain && once(process.stdout, 'drain'),
		note: (line) => void process.stderr.write(line + '\n'),
		input: () => process.stdin,
		showProgress: process.stderr.isTTY && !process.stdout.isTTY ? (text) => void process.stderr.write(`\r\u001b[K${text}`) : undefined,
		style: (format, text) => (inColour ? styleText(format, text, { validateStream: false }) : text),
		ask: process.stdin.isTTY && process.stderr.isTTY ? (question) => askPerson(question, stopped(), process.stderr) : undefined,
		askSecret: process.stdin.isTTY && process.stderr.isTTY ? (question) => askSecret(question, stopped()) : undefined,
		get stop() {
			return stopped();
		},
	};
}

/** Text from outside, such as a model's or a document's, safe to show: without control characters that would drive the terminal. */
export function plain(text: string): string {
	// eslint-disable-next-line no-control-regex -- these are what is taken out
	return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

async function askSecret(question: string, signal: AbortSignal): Promise<string> {
	process.stderr.write(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const answer = await askPerson('', signal, silent);
	process.stderr.write('\n');
	return answer;
}

async function askPerson(question: string, signal: AbortSignal, output: Writable): Promise<string> {
	const { createInterface } = await import('node:readline/promises');
	// `terminal` has it read keys one by one: the terminal itself would show them.
	const lines = createInterface({ input: process.stdin, output, terminal: true });
	const cancelled = new AbortController();
	lines.once('SIGINT', () => cancelled.abort()).once('close', () => cancelled.abort());
	try {
		return await lines.question(question, { signal: AbortSignal.any([signal, cancelled.signal]) });
	} catch (cause) {
		throw new TroupeError({
			code: 'CANCELLED',
			message: 'Nothing was decided.',
			fix: 'Run it again to decide; a run of an agent goes on with `troupe agent resume` and the file that was named.',
			cause,
		});
	} finally {
		lines.close();
	}
}

function stopSignal(): AbortSignal {
	const stopped = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			// The second of its kind ends the process at once: the handler is gone by then.
			stopped.abort(signal);
		});
	}
	return stopped.signal;
}
