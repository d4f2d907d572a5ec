import { LoopYielder } from '../../base/async/loop-yielder';
import { parseIfJson } from '../../base/text/json/parse-if-json';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import { sameOffsets } from '../injection/reading';
import { unescape } from '../injection/unescape';
import type { GuardResult, Violation } from '../policy/guard';
import { createTooLong, maxText, type PlacedGuardrail } from '../policy/placed-guardrail';
import { describePath, isToolName, nameField, writeNumber } from './labels';

const base64Run = /[A-Za-z0-9+/_-]{12,}={0,2}/g;

const hexRun = /(?:[0-9a-fA-F]{2}){8,}/g;

const notText = /\ufffd|(?![\t\n\r])\p{Cc}/u;

const fewest = 6;

const maxRuns = 1_000;

interface ArgumentText {
	text: string;
	path: (string | number)[];
}

const deepest = 64;
/** Levels that one encoding counts for. */
const encoding = 16;

class ArgumentsTooDeep extends Error {}

/**
 * Yields all carriers in a tool call's arguments: values with and without field names, names, numbers, JSON in texts, and decoded texts. @throws
 * ArgumentsTooDeep
 */
function* listTexts(value: unknown, path: ArgumentText['path'] = [], level = 0): Generator<ArgumentText> {
	if (level > deepest) throw new ArgumentsTooDeep();
	if (typeof value === 'string') yield* listReadings(value, path, level);
	else if (typeof value === 'number') for (const text of writeNumber(value, nameField(path))) yield* withLabel(text, path);
	else if (typeof value === 'object' && value !== null) yield* listMembers(value, path, level + 1);
}

function* listMembers(value: object, path: ArgumentText['path'], level: number): Generator<ArgumentText> {
	for (const [key, member] of Object.entries(value)) {
		const place = [...path, Array.isArray(value) ? Number(key) : key];
		if (!Array.isArray(value)) yield* listReadings(key, place, level, false);
		yield* listTexts(member, place, level);
	}
}

function* listReadings(text: string, path: ArgumentText['path'], level: number, isValue = true): Generator<ArgumentText> {
	// Inner texts first: their place is more exact.
	const inner = parseJson(text);
	if (inner !== undefined) yield* listMembers(inner, path, level + 1);
	yield* isValue ? withLabel(text, path) : [{ text, path }];
	if (level + encoding > deepest) return;
	for (const decoded of decodeText(text)) yield* listReadings(decoded, path, level + encoding, isValue);
}

/** Yields a value alone and with its field name, which can reveal or hide its type. */
function* withLabel(text: string, path: ArgumentText['path']): Generator<ArgumentText> {
	yield { text, path };
	const label = nameField(path);
	if (label !== '') yield { text: `${label}: ${text}`, path };
}

const parseJson = (text: string): object | undefined => (/^\s*[[{]/.test(text) ? (parseIfJson(text) as object | undefined) : undefined);

function decodeText(text: string): string[] {
	const runs = [text, ...(/\s/.test(text) ? [text.replaceAll(/\s+/g, '')] : [])].flatMap((written) => [
		...decodeRuns(written, base64Run, 'base64'),
		...decodeRuns(written, hexRun, 'hex'),
	]);
	const plain = unescape(text, sameOffsets)?.text;
	return [...new Set([...runs, ...(plain === undefined ? [] : [plain])])].filter((decoded) => decoded !== text);
}

function decodeRuns(text: string, expression: RegExp, encoding: 'base64' | 'hex'): string[] {
	return [...text.matchAll(expression)].slice(0, maxRuns).flatMap(([run]) => {
		const decoded = Buffer.from(encoding === 'hex' ? run : run.replaceAll('-', '+').replaceAll('_', '/'), encoding).toString('utf8');
		return decoded.length >= fewest && !notText.test(decoded) ? [decoded] : [];
	});
}

const maxPiece = 64;
/** Values are rarely split further, and each number of pieces costs one more text for each. */
const maxPieces = 4;
const maxJoined = 300;
/**
 * Values recognisable by form: document, card, mail address, key. Not digits alone: of adjacent numbers, such as order and customer, one pair in six
 * would match a document or phone number by chance.
 */
const worthJudging = /^(?!\d+$)(?=.*(?:@|(?:\d\D*){6}))/;

/** A number beside `51.207` looks like a phone number by chance; beside two signs it does not. */
const hasSigns = /\D.*\D/;

interface Piece extends ArgumentText {
	isNumber?: boolean;
}

/**
 * Yields neighbouring values joined: a document can be split over two arguments. The path is the first value's. Skips values with spaces. Limits the
 * number of texts.
 */
function* listJoined(value: unknown): Generator<ArgumentText> {
	const pieces: Piece[] = [];
	let count = 0;
	for (const piece of listPieces(value, [])) {
		pieces.push(piece);
		if (pieces.length > maxPieces) pieces.shift();
		for (let length = 2; length <= pieces.length; length++) {
			const joined = pieces.slice(-length);
			const text = joined.map((one) => one.text).join('');
			if (!worthJudging.test(text) || (joined.some(({ isNumber }) => isNumber) && !hasSigns.test(text))) continue;
			if (++count > maxJoined) return;
			yield { text, path: joined[0]!.path };
		}
	}
}

function* listPieces(value: unknown, path: ArgumentText['path']): Generator<Piece> {
	if (typeof value === 'string' && value !== '' && value.length <= maxPiece && !/\s/.test(value)) yield { text: value, path };
	else if (typeof value === 'number') yield { text: String(value), path, isNumber: true };
	else if (typeof value === 'object' && value !== null)
		for (const [key, member] of Object.entries(value)) yield* listPieces(member, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** True if the match covers the joined text: a part is in one value, or there by chance. */
const isWhole = ({ matches }: Violation, { text }: ArgumentText): boolean =>
	matches.some(({ start, end }) => start === 0 && end === text.length);

const maxTexts = 100_000;
/** More logged violations add nothing. */
const maxViolations = 50;

export interface CallToCheck {
	text: string;
	tool?: string;
	context: GuardrailContext;
}

type JudgeText = (text: string, context: GuardrailContext) => Promise<GuardResult>;

interface Judges {
	texts: JudgeText;
	joined: JudgeText;
	whole: JudgeText;
}

/** Replaces actions for arguments: a rewritten one would be an act that nobody requested. */
export function placeForArguments(placed: readonly PlacedGuardrail[]): PlacedGuardrail[] {
	return placed.map(({ replacement: _none, ...guardrail }) => ({ ...guardrail, action: chooseAction(guardrail) }));
}

function chooseAction({ action, onArguments }: PlacedGuardrail): NonNullable<PlacedGuardrail['onArguments']> {
	return onArguments ?? (action === 'ask-person' || action === 'log' ? action : 'refuse');
}

/**
 * Judges each value and name of a tool call, at any depth, also with tokens restored. Stops at the first failing text. Violations have tool and
 * place. Then judges neighbouring values together, and the whole call.
 */
export async function checkArguments(call: CallToCheck, judges: Judges): Promise<GuardResult> {
	const verdict = new Verdict(call);
	if (call.text.length > maxText) return verdict.refuse();
	const seen = new Set<string>();
	const pace = new LoopYielder();
	try {
		const value = readJson(call.text);
		for (const part of listTexts(value)) {
			if (seen.has(part.text)) continue;
			if (seen.add(part.text).size > maxTexts) return verdict.refuse();
			for (const { text, context } of await listForms(part, call.context)) {
				const stopped = verdict.add(await judges.texts(text, context), part);
				if (stopped) return stopped;
			}
			if (pace.isDue()) await pace.rest();
		}
		for (const part of listJoined(value)) {
			const { outcome, text, violations } = await judges.joined(part.text, call.context);
			const whole = violations.filter((one) => isWhole(one, part));
			const stopped = whole.length > 0 && verdict.add({ outcome, text, violations: whole }, part);
			if (stopped) return stopped;
		}
		const context = { ...call.context, call: { tool: call.tool ?? '', ...call.context.call } };
		const stopped = verdict.add(await judges.whole(call.text, context), { path: [] });
		if (stopped) return stopped;
	} catch (error) {
		if (error instanceof ArgumentsTooDeep) return verdict.refuse();
		throw error;
	}
	return verdict.pass();
}

/** A token can hide the actual value from a check: a forbidden address, for example. */
async function listForms({ text }: ArgumentText, context: GuardrailContext): Promise<{ text: string; context: GuardrailContext }[]> {
	const restored = text.includes('[') ? ((await context.vault?.restore(text)) ?? text) : text;
	const written = { text, context };
	return restored === text ? [written] : [written, { text: restored, context: { ...context, isRestored: true } }];
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text; // Its message quotes the text.
	}
}

class Verdict {
	readonly #violations: Violation[] = [];
	readonly #places = new Set<string>();
	#failure: unknown;

	constructor(private readonly call: CallToCheck) {}

	add({ outcome, violations, failure }: GuardResult, { path }: Pick<ArgumentText, 'path'>): GuardResult | undefined {
		this.#failure ??= failure;
		const stopped = outcome === 'blocked' || outcome === 'needs-human';
		for (const violation of violations) {
			const argument = describePath(path);
			const place = `${violation.guardrail} ${argument}`;
			const isLast = stopped && violation === violations.at(-1);
			if (!isLast && (this.#places.has(place) || this.#places.size >= maxViolations)) continue;
			this.#places.add(place);
			this.#violations.push({ ...violation, ...this.#nameTool(), ...(argument !== '' && { argument }) });
		}
		return stopped ? this.#conclude(outcome) : undefined;
	}

	pass(): GuardResult {
		return this.#conclude('pass');
	}

	refuse(): GuardResult {
		const tooLong = createTooLong({ stage: 'tool-arguments', context: this.call.context });
		this.#violations.push({ ...tooLong, action: 'refuse', ...this.#nameTool() });
		return this.#conclude('blocked');
	}

	#nameTool(): Pick<Violation, 'tool'> {
		const { tool } = this.call;
		return tool !== undefined && isToolName(tool) ? { tool } : {};
	}

	#conclude(outcome: GuardResult['outcome']): GuardResult {
		const failure = this.#failure;
		return { outcome, text: this.call.text, violations: this.#violations, ...(failure !== undefined && { failure }) };
	}
}
