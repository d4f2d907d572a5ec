import { isTroupeError, TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { maxLineCharacters, type Line, readFile, readLines } from './line-reader';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

export type LineAnswer = Record<string, unknown>;

interface JsonLinesOptions<More> {
	/** Paths; none, or `-`, for standard input. */
	files: string[];
	/** Max texts at the same time; default 1. Answers keep the order of the lines. */
	concurrency?: number;
	/** Reads further fields of a line. @throws TroupeError for an error that concerns this line alone */
	readMore?: (fields: Readonly<Record<string, unknown>>) => More;
	/** @throws TroupeError for an error that concerns all lines, which ends the command */
	answer: (text: string, more: More) => LineAnswer | Promise<LineAnswer>;
}

/** Further invalid lines are counted, not named. */
const maxNamedLines = 1_000;
const progressMs = 500;

/**
 * Answers each line `{"id": …, "text": "…"}` with a line, in order, as input arrives. Skips blank lines. Reports an invalid line on
 * standard error and answers the others.
 * @returns 2 after an invalid line, otherwise 0
 */
export async function answerJsonLines<More = undefined>(
	{ files, concurrency = 1, readMore, answer }: JsonLinesOptions<More>,
	terminal: Terminal,
): Promise<ExitCode> {
	let bad = 0;
	const answerLine = (line: Line, file: string): Promise<string> | undefined => {
		const request = readRequest(line, readMore);
		if (request === undefined) return undefined;
		if (typeof request !== 'string') return answerRequest(request, answer);
		if (++bad <= maxNamedLines) terminal.note(`error: line ${line.number}${file === '-' ? '' : ` of ${file}`}${request}`);
		return undefined;
	};
	await answerLines({ files, concurrency, answer: answerLine }, terminal);
	if (bad > maxNamedLines) terminal.note(`error: ${bad - maxNamedLines} more lines could not be read`);
	return bad > 0 ? 2 : 0;
}

interface LinesOptions {
	/** Paths; none, or `-`, for standard input. */
	files: string[];
	/** Max lines at the same time; default 1. Answers keep the order of the lines. */
	concurrency?: number;
	answer: (line: Line, file: string) => Promise<string> | undefined;
}

/** Prints the answers to the lines, in order, as input arrives. */
export async function answerLines({ files, concurrency = 1, answer }: LinesOptions, terminal: Terminal): Promise<void> {
	const progress = createProgress(terminal);
	let read = 0;
	for (const file of files.length > 0 ? files : ['-']) {
		for await (const lines of readLines(file === '-' ? terminal.input() : readFile(file))) {
			const answers = new InOrder(concurrency);
			for (const line of lines) {
				const answered = answer(line, file);
				if (answered) await answers.add(answered);
			}
			const text = await answers.all();
			if (text.length > 0) terminal.print(text.join('\n'));
			await terminal.drained?.();
			progress.show((read += lines.length));
		}
	}
	progress.end();
}

interface Request<More> {
	id?: unknown;
	text: string;
	more: More;
}

/**
 * Returns the request, a problem that follows the line's number, or undefined for a blank line. The problem does not quote the line, which can contain
 * personal data.
 */
function readRequest<More>({ text: line }: Line, readMore: JsonLinesOptions<More>['readMore']): Request<More> | string | undefined {
	if (line === undefined) return ` is longer than ${maxLineCharacters} characters; split its text`;
	if (line.trim() === '') return undefined;
	let request: unknown;
	try {
		request = JSON.parse(line);
	} catch {
		return ' is not JSON; expected {"id": …, "text": "…"} on one line';
	}
	if (typeof request !== 'object' || request === null || Array.isArray(request))
		return ` is ${describeKind(request)}; expected an object {"id": …, "text": "…"}`;
	const { id, text, ...fields } = request as { id?: unknown; text?: unknown };
	if (typeof text !== 'string') return ` has ${text === undefined ? 'no "text"' : `${describeKind(text)} as "text"`}; expected a string`;
	try {
		const more = readMore?.(fields) as More;
		if (id === undefined) return { text, more };
		return { id: typeof id === 'string' || (Number.isSafeInteger(id) && plainId.test(line)) ? id : readExactId(line), text, more };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return `: ${error.message} ${error.fix ?? ''}`.trimEnd();
	}
}

const describeKind = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;

/** An id that needs no exact parsing. Inside a text its quotes would be escaped. */
const plainId = /"id"\s{0,4}:\s{0,4}\d{1,15}\s{0,4}[,}]/;

/** JSON with the source text of numbers: an ECMAScript proposal, in Node since 21. */
const json = JSON as unknown as {
	parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): { id?: unknown };
	rawJSON(text: string): unknown;
};

/** Returns the id with its numbers as they are written. */
export function readExactId(line: string): unknown {
	return json.parse(line, (_key, value, { source }) => (typeof value === 'number' ? json.rawJSON(source!) : value)).id;
}

async function answerRequest<More>({ text, more, ...id }: Request<More>, answer: JsonLinesOptions<More>['answer']): Promise<string> {
	return JSON.stringify({ ...id, ...(await answer(text, more)) });
}

/** Runs a limited number of promises at the same time and keeps their order. */
class InOrder {
	readonly #running: Promise<string>[] = [];
	readonly #done: string[] = [];
	constructor(private readonly maxRunning: number) {}

	async add(work: Promise<string>): Promise<void> {
		work.catch(() => undefined); // Thrown when its turn comes.
		this.#running.push(work);
		if (this.#running.length >= this.maxRunning) this.#done.push(await this.#running.shift()!);
	}

	async all(): Promise<string[]> {
		while (this.#running.length > 0) this.#done.push(await this.#running.shift()!);
		return this.#done;
	}
}

function createProgress({ showProgress }: Terminal): { show(read: number): void; end(): void } {
	let shown = Date.now();
	let visible = false;
	return {
		show(read) {
			if (!showProgress || Date.now() - shown < progressMs) return;
			shown = Date.now();
			visible = true;
			showProgress(`${read} lines`);
		},
		end: () => void (visible && showProgress?.('')),
	};
}

/** @throws TroupeError INPUT_INVALID */
export function parseDocument(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (fault) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} is not JSON: ${jsonFault(fault)}.`, fix: 'Correct the file.' });
	}
}
