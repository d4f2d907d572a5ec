import { JsonProgress } from '../../../../core/base/text/json/json-progress';
import type { ModelCall } from '../../shared/model-call';
import { writeArguments } from '../../shared/read-arguments';
import { malformedError } from '../../shared/to-model-error';

export interface CallPiece {
	/** Some servers omit it, or send the same for all calls. */
	index?: unknown;
	/** Some servers send it with each piece, some change it per piece, some reuse it for several calls. */
	id?: unknown;
	function?: { name?: unknown; arguments?: unknown } | null;
	/** Signatures of Gemini's gateway. */
	extra_content?: unknown;
}

export interface WrittenCall {
	/** Empty if the server gave none. */
	id: string;
	name: string;
	/** Raw text of the model; can be empty. */
	arguments: string;
	extra?: unknown;
}

interface OpenCall extends WrittenCall {
	repeated?: string;
	json: JsonProgress;
}

export class CallPieces {
	readonly #calls: OpenCall[] = [];
	readonly #byId = new Map<string, OpenCall>();
	readonly #byIndex = new Map<unknown, OpenCall>();

	constructor(private readonly names: readonly string[] = []) {}

	addWhole(call: CallPiece): void {
		this.#begin(readPiece(call));
	}

	addPiece(written: CallPiece): void {
		const { index } = written;
		const piece = readPiece(written);
		const open = this.#find(index, piece);
		if (open) continueCall(open, piece, this.#isRest(open, piece.name));
		const call = open ?? this.#begin(piece);
		if (piece.id !== '') this.#byId.set(piece.id, call);
		if (isNumber(index)) this.#byIndex.set(index, call);
	}

	/** @throws TroupeError MODEL_MALFORMED_RESPONSE for a call without a name */
	read(call: ModelCall): WrittenCall[] {
		if (this.#calls.some(({ name }) => name === ''))
			throw malformedError(call, 'one of its tool calls has no name', 'Retry, or add another model to the route.');
		return this.#calls.map(({ repeated, json, ...written }) =>
			// Some servers send the whole text so far in each piece.
			repeated !== undefined && !json.isWhole ? { ...written, arguments: repeated } : written,
		);
	}

	get text(): string {
		return this.#calls.map(({ name, arguments: text }) => name + text).join('');
	}

	/**
	 * Finds the call that a piece continues: by known id, else by index, unless a new id with a name begins a call; else the open call. A name with
	 * arguments after complete arguments also begins a call.
	 */
	#find(index: unknown, { id, name, arguments: text }: WrittenCall): OpenCall | undefined {
		const known = id === '' ? undefined : this.#byId.get(id);
		const open = known ?? this.#byIndex.get(index) ?? this.#calls.at(-1);
		if (!open || name === '') return open;
		const isSame = open.name === name || open.name === '' || this.#isRest(open, name);
		const isRepeated = isSame && (text === '' || text === open.arguments);
		if (known) return !open.json.isWhole || isRepeated ? open : undefined;
		if (isNumber(index) && !this.#byIndex.has(index)) return undefined;
		// Another id with a new object belongs to a parallel call; inside the arguments it is a part of them.
		const isOther = id !== '' && open.id !== '' && id !== open.id;
		if (isOther && text.trimStart().startsWith('{') && !open.json.expectsValue) return undefined;
		// Some servers repeat the name in the middle of the arguments.
		if (isSame && open.json.isBegun && !open.json.isWhole) return open;
		return id === '' && isSame && (!open.json.isBegun || isRepeated) ? open : undefined;
	}

	/** Some models split a name: `edit_ex`, then `isting_file`. */
	#isRest(open: OpenCall, name: string): boolean {
		if (name === '' || open.name === '' || open.json.isBegun || this.names.includes(name)) return false;
		return this.names.some((known) => known.startsWith(open.name + name));
	}

	#begin(piece: WrittenCall): OpenCall {
		const call: OpenCall = { ...piece, arguments: '', json: new JsonProgress() };
		addArguments(call, piece.arguments);
		this.#calls.push(call);
		return call;
	}
}

function readPiece({ id, function: called, extra_content: extra }: CallPiece): WrittenCall {
	return {
		id: typeof id === 'number' ? String(id) : toText(id),
		name: toText(called?.name),
		arguments: writeArguments(called?.arguments ?? ''),
		extra,
	};
}

function continueCall(open: OpenCall, { id, name, arguments: text, extra }: WrittenCall, isRest: boolean): void {
	open.id ||= id;
	open.name = isRest ? open.name + name : open.name || name;
	open.extra ??= extra;
	// Some servers repeat the whole call in the last event; others begin with an empty object.
	if (open.json.isWhole && text === open.arguments) return;
	if (open.arguments === '{}' && text.startsWith('{')) Object.assign(open, { arguments: '', json: new JsonProgress() });
	addArguments(open, text);
}

function addArguments(open: OpenCall, text: string): void {
	if (text === '') return;
	if (open.arguments === '') open.repeated = text;
	else if (open.repeated !== undefined) open.repeated = text.startsWith(open.repeated) ? text : undefined;
	open.arguments += text;
	open.json.add(text);
}

function isNumber(index: unknown): boolean {
	return index !== undefined && index !== null;
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
