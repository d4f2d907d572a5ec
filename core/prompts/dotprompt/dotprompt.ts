/**
 * Dotprompt files (google.github.io/dotprompt): YAML between two lines of `---`, then a Handlebars template. Not rendered by the package `dotprompt`,
 * where data can forge a role (decision 0480).
 */
import { randomBytes } from 'node:crypto';
import type HandlebarsLibrary from 'handlebars';
import { TroupeError, getErrorMessage } from '../../base/errors';
import { invalid, readDotprompt, tooLarge, type Head } from './read-dotprompt';
import { toMessages, type Message } from './to-messages';
import type { Piece } from './to-messages';

interface PromptData {
	input?: Record<string, unknown>;
	/** Earlier messages: go to `{{history}}`, else before the last message of the user. */
	messages?: Message[];
	docs?: unknown[];
	/** Read as `{{@name}}`, such as `state`. */
	context?: Record<string, unknown>;
}

interface Filling {
	body: string;
	partials?: Record<string, string>;
	input: Record<string, unknown>;
	data?: PromptData;
	head: Head;
}

type Handlebars = typeof HandlebarsLibrary;

/** Characters, also of the sum of loops and partials. */
const maxFilled = 1_000_000;
const maxRounds = 100_000;
const maxPartials = 200;
/** The library's time for unclosed blocks grows with the cube of their number. */
const maxBlocks = 500;
const maxTags = 4000;

/**
 * Handlebars with the helpers of Dotprompt. Each call has its own environment and partials; work and length are bounded. @throws TroupeError
 * INPUT_INVALID, INPUT_TOO_LARGE
 */
async function fillTemplate({ body, partials = {}, input, data, head }: Filling, where: string): Promise<Piece[]> {
	const handlebars = (await loadHandlebars()).create();
	const marks = new Marks();
	const work = new Work(where);
	addHelpers(handlebars, marks, work);
	addPartials(handlebars, partials, work, where);
	const { fill } = compile(handlebars, body, where);
	const text = guarded(where, () =>
		fill(input, { data: { ...data?.context, metadata: { prompt: head, docs: data?.docs, messages: data?.messages } } }),
	);
	if (text.length > maxFilled) throw tooLarge(`${where}, filled in,`, text.length, maxFilled);
	return marks.split(text);
}

/** Loaded with the first prompt: most runs have none. */
const loadHandlebars = async (): Promise<Handlebars> => (await import('handlebars')).default;

/** Unguessable for writers of values: marks for insertions of helpers between texts. */
class Marks {
	readonly #secret = randomBytes(12).toString('hex');
	readonly #pieces: Piece[] = [];

	add(piece: Piece): string {
		this.#pieces.push(piece);
		return `<${this.#secret}:${this.#pieces.length - 1}>`;
	}

	split(text: string): Piece[] {
		return text
			.split(new RegExp(`<${this.#secret}:(\\d+)>`))
			.flatMap((part, index) => (index % 2 === 1 ? [this.#pieces[Number(part)]!] : part === '' ? [] : [{ text: part }]));
	}
}

class Work {
	#rounds = 0;
	#characters = 0;

	readonly #where: string;

	constructor(where: string) {
		this.#where = where;
	}

	count(written: string): string {
		this.#rounds += 1;
		this.#characters += written.length;
		if (this.#rounds > maxRounds || this.#characters > maxFilled * 4) {
			throw new TroupeError({
				code: 'INPUT_TOO_LARGE',
				message: `${this.#where} takes more than ${maxRounds} rounds or ${maxFilled * 4} characters of loops and partials to fill in.`,
				fix: 'Shorten the lists, or loop over fewer of them within each other.',
			});
		}
		return written;
	}
}

function addHelpers(handlebars: Handlebars, marks: Marks, work: Work): void {
	const each = handlebars.helpers.each as Handlebars.HelperDelegate;
	handlebars.registerHelper({
		log() {
			throw new Error('{{log}} would write what a customer said to a log; leave it out');
		},
		each(this: unknown, list: unknown, options: Handlebars.HelperOptions) {
			const counted: typeof options = { ...options, fn: (...call) => work.count(options.fn(...call)) };
			return each.call(this, list, counted) as unknown;
		},
		json: (value: unknown, { hash }: Handlebars.HelperOptions) => work.count(JSON.stringify(value, null, indentOf(hash.indent)) ?? ''),
		role: (role: unknown) => marks.add({ role: readWord(role, 'role', 'system, user, model or tool') }),
		history: () => marks.add({ history: true }),
		section: (name: unknown) => marks.add({ part: { metadata: { purpose: readWord(name, 'section', 'code or output'), pending: true } } }),
		media: ({ hash: { url, contentType } }: Handlebars.HelperOptions) =>
			marks.add({ part: { media: { url: String(url), ...(contentType ? { contentType: String(contentType) } : {}) } } }),
		ifEquals(this: unknown, left: unknown, right: unknown, options: Handlebars.HelperOptions) {
			return left === right ? options.fn(this) : options.inverse(this);
		},
		unlessEquals(this: unknown, left: unknown, right: unknown, options: Handlebars.HelperOptions) {
			return left === right ? options.inverse(this) : options.fn(this);
		},
	});
}

const indentOf = (indent: unknown): number => (typeof indent === 'number' ? Math.min(Math.max(0, indent), 10) : 0);

function readWord(value: unknown, helper: string, expected: string): string {
	if (typeof value === 'string' && /^[\p{L}\p{N}_.-]{1,100}$/u.test(value)) return value;
	throw new Error(`{{${helper}}} takes a word, such as ${expected}`);
}

function addPartials(handlebars: Handlebars, partials: Record<string, string>, work: Work, where: string): void {
	const entries = Object.entries(partials);
	if (entries.length > maxPartials) throw invalid(where, `it has ${entries.length} partials; the max is ${maxPartials}`);
	for (const [name, text] of entries) {
		const { fill } = compile(handlebars, text, `The partial ${name} of ${where}`);
		// The library calls a compiled partial with the data and partials of its caller.
		const counted = Object.assign((...call: Parameters<typeof fill>) => work.count(fill(...call)), fill);
		handlebars.registerPartial(name, counted);
	}
}

function compile(handlebars: Handlebars, text: string, where: string) {
	checkTags(text, where);
	const knownHelpers = Object.fromEntries(Object.keys(handlebars.helpers).map((name) => [name, true]));
	return guarded(where, () => {
		// Compiled at once: faults of unreached parts are reported too.
		handlebars.precompile(text, { knownHelpers, knownHelpersOnly: true, noEscape: true });
		return { fill: handlebars.compile<unknown>(text, { knownHelpers, knownHelpersOnly: true, noEscape: true }) };
	});
}

function checkTags(text: string, where: string): void {
	const tags = text.split('{{').length - 1;
	if (tags > maxTags) throw invalid(where, `it has ${tags} tags; the max is ${maxTags}`);
	const blocks = [...text.matchAll(/\{\{(?:\{\{|~?[#^])/g)].length;
	// A template's own partials would not be counted, and the specification has none.
	if (/\{\{~?#?\*/.test(text)) throw invalid(where, 'it has a decorator, such as {{#*inline}}: pass partials beside it');
	if (blocks > maxBlocks) throw invalid(where, `it has ${blocks} blocks; the max is ${maxBlocks}`);
}

function guarded<T>(where: string, act: () => T): T {
	try {
		return act();
	} catch (cause) {
		if (cause instanceof TroupeError) throw cause;
		if (cause instanceof RangeError)
			throw invalid(where, 'it is nested too deep, or a partial calls itself without an end', undefined, cause);
		const { lineNumber } = cause as { lineNumber?: number };
		throw invalid(
			where,
			getErrorMessage(cause)
				.split('\n')[0]!
				.replace(/ - \d+:\d+$/, ''),
			lineNumber,
			cause,
		);
	}
}

export interface RenderCall {
	template: string;
	partials?: Record<string, string>;
	schemas?: Record<string, Record<string, unknown>>;
	data?: PromptData;
	/** Replace fields of the head. `config` and default values of the input are merged. */
	options?: Head;
}

interface RenderedPrompt extends Omit<Head, 'template'> {
	config: Record<string, unknown>;
	messages: Message[];
	raw?: Record<string, unknown>;
}

/** @param where the prompt, for errors @throws TroupeError INPUT_INVALID at the line of the fault; INPUT_TOO_LARGE */
export async function renderDotprompt(call: RenderCall, where: string): Promise<RenderedPrompt> {
	const { head, body, raw } = readDotprompt(call.template, where, call.schemas, call.options);
	const input = { ...head.input?.default, ...call.data?.input };
	const pieces = await fillTemplate({ body, partials: call.partials, input, data: call.data, head }, where);
	return { ...head, messages: toMessages(pieces, call.data?.messages ?? []), ...(raw && { raw }) };
}
