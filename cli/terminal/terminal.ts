import { once } from 'node:events';
import { Writable } from 'node:stream';
import { TroupeError } from '../../core/base/errors';
import { copyEnvironment } from '../../core/base/settings/settings-file';
import { printable } from '../../core/base/text/printable';
import { type Format, openScreen } from './screen';

export { printable };

/** Where a command reads settings and input and writes output: that of the process, or of a test. */
export interface Terminal {
	/** The variables of the process, and the settings of the file. @throws TroupeError for a file that cannot be used */
	environment: NodeJS.ProcessEnv;
	print: (line: string) => void;
	/** Resolves when standard output accepts more. A command with unlimited output waits for it. */
	drained?: () => Promise<unknown>;
	note: (line: string) => void;
	isWatched?: boolean;
	input: () => AsyncIterable<Uint8Array>;
	/** Asks the person at the terminal, until the signal aborts; undefined without a person. @throws TroupeError CANCELLED when they stop, or on abort */
	ask?: (question: string, signal?: AbortSignal) => Promise<string>;
	askSecret?: (question: string) => Promise<string>;
	/** Replaces the progress line; an empty text removes it. Undefined when no person sees it or answers are printed there. */
	showProgress?: (text: string) => void;
	style: (format: Format, text: string) => string;
	/** Aborts on SIGINT, SIGTERM or SIGHUP. */
	stop: AbortSignal;
	/** The tenant that `--tenant` names; it goes before TROUPE_TENANT. */
	tenant?: string;
	/** The service that `--service` names, else TROUPE_SERVICE: the command works there in place of this machine. */
	service?: string;
}

/** Returns the terminal of this process. Signals are handled from the first use of `stop`; before, they end the process. */
export function processTerminal(): Terminal {
	const isTerminal = process.stdout.isTTY === true;
	const { show, style } = openScreen({ isTerminal, inColour: wantsColour(process.env) ?? (isTerminal && process.env.TERM !== 'dumb') });
	let stop: AbortSignal | undefined;
	let environment: NodeJS.ProcessEnv | undefined;
	const stopped = () => (stop ??= stopSignal());
	return {
		get environment() {
			if (environment) return environment;
			// Reporting a fault of the file reads settings too.
			environment = process.env;
			return (environment = copyEnvironment());
		},
		print: (line) => void process.stdout.write(show(line) + '\n'),
		drained: async () => process.stdout.writableNeedDrain && once(process.stdout, 'drain'),
		// Names and texts of others are in many notes; none is styled.
		note: (line) => void process.stderr.write(printable(line) + '\n'),
		isWatched: process.stderr.isTTY,
		input: () => process.stdin,
		showProgress:
			process.stderr.isTTY && !process.stdout.isTTY ? (text) => void process.stderr.write(`\r\u001b[K${printable(text)}`) : undefined,
		style,
		ask:
			process.stdin.isTTY && process.stderr.isTTY
				? (question, signal = stopped()) => askPerson(question, AbortSignal.any([signal, stopped()]), process.stderr)
				: undefined,
		askSecret: process.stdin.isTTY && process.stderr.isTTY ? (question) => askSecret(question, stopped()) : undefined,
		get stop() {
			return stopped();
		},
	};
}

/** Returns what the person asked for, https://no-color.org and https://force-color.org; undefined without a wish. */
function wantsColour({ NO_COLOR: none, FORCE_COLOR: forced }: NodeJS.ProcessEnv): boolean | undefined {
	if (none) return false;
	return forced === undefined || forced === '' ? undefined : !['0', 'false'].includes(forced);
}

async function askSecret(question: string, signal: AbortSignal): Promise<string> {
	process.stderr.write(printable(question));
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const answer = await askPerson('', signal, silent);
	process.stderr.write('\n');
	return answer;
}

async function askPerson(question: string, signal: AbortSignal, output: Writable): Promise<string> {
	const { createInterface } = await import('node:readline/promises');
	// `terminal` makes it read single keys; otherwise the terminal would show them.
	const lines = createInterface({ input: process.stdin, output, terminal: true });
	const cancelled = new AbortController();
	lines.once('SIGINT', () => cancelled.abort()).once('close', () => cancelled.abort());
	try {
		return await lines.question(printable(question), { signal: AbortSignal.any([signal, cancelled.signal]) });
	} catch (cause) {
		throw new TroupeError({
			code: 'CANCELLED',
			message: 'No decision was made.',
			fix: 'Run the command again to decide. Continue a suspended agent run with `troupe run resume` and its id.',
			cause,
		});
	} finally {
		lines.close();
	}
}

function stopSignal(): AbortSignal {
	const stopped = new AbortController();
	// SIGHUP: its terminal was closed. Node undoes that `nohup` ignores it.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			// A second signal ends the process immediately, because the handler runs once.
			stopped.abort(signal);
		});
	}
	return stopped.signal;
}
