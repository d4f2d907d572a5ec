import { isTroupeError } from '../../base/errors';
import { isFields } from '../../base/is-fields';
import { beginBeforeMask, endAfterMask } from '../../base/text/cut-for-mask';
import { mapTexts } from '../../base/text/map-texts';
import type { RunContent } from '../../ports/runs/run-content';
import type { TrailEntry } from '../loop/trail/trail-entry';
import { isUsualCallId } from '../../tools/usual-call-id';
import { askPersonName } from '../loop/tools/open-toolbox';
import { listTools } from './list-tools';

/** Max characters of a text, and of all texts of a run. */
const bounds = { text: 4_000, all: 64_000 };
/** A longer number can be a document or telephone. */
const shortNumber = 1e7;

/** Fields with names, codes, hashes and times, never written text. */
const names = new Set([
	'kind',
	'at',
	'runId',
	'id',
	'version',
	'sha256',
	'kept',
	'agent',
	'callId',
	'call',
	'source',
	'sources',
	'pins',
	'heldBy',
	'statement',
	'outcome',
	'errorCode',
	'code',
	'limit',
	'guardrail',
	'stage',
	'action',
	'type',
	'model',
	'server',
	'provider',
	'budget',
	'finish',
	'priceTable',
	'verdict',
	'reason',
	'language',
	'collection',
	'documents',
	'documentId',
	'mode',
	'fellBack',
	'reranker',
	'questionHash',
	'asked',
	'viewSha256',
	'issuer',
	'subject',
	'tokenSha256',
	'issuedAt',
	'acr',
	'authTime',
	'whenTimedOut',
	'approver',
	'because',
	'effect',
	'tenant',
	'nonce',
	'origins',
	'trust',
	'class',
	'level',
	'operation',
	'change',
	'outputSha256',
	'lacks',
	'method',
]);
const people = new Set(['by', 'approvedBy']);
/** Free-form fields filled by models, persons and outside services. */
const contents = new Set(['arguments', 'values', 'excerpts', 'value', 'facts', 'sums', 'asker', 'output']);
/** Texts stored elsewhere, and data only for continuing a run. */
const notKept = new Set(['native', 'summary', 'filledPrompt', 'foreignPrompt', 'imagesSha256', 'state', 'asker', 'facts', 'knew']);

/**
 * Returns the steps to keep after the end of a run. The first one says so: a run cannot continue with them. @param mask replaces sensitive parts of a
 * text
 */
export async function keepContent(
	entries: readonly TrailEntry[],
	content: Exclude<RunContent, 'full'>,
	mask: (text: string) => Promise<string>,
): Promise<unknown[]> {
	const keeper = new Keeper(mask, content === 'none', [...listTools(entries), askPersonName]);
	const kept: unknown[] = [];
	for (const entry of entries) kept.push(await keeper.keep(withoutPassages(entry), 'entry'));
	return kept.map((entry, index) => (index === 0 ? { ...(entry as object), kept: content } : entry));
}

class Keeper {
	#left = bounds.all;
	readonly #calls = new Map<string, string>();

	constructor(
		private readonly mask: (text: string) => Promise<string>,
		private readonly isEmpty: boolean,
		private readonly tools: readonly string[],
	) {}

	/** @param name of the field or list @param owner the enclosing field */
	async keep(value: unknown, name: string, owner = ''): Promise<unknown> {
		if (typeof value === 'string') return this.#keepString(value, name, owner);
		if (Array.isArray(value)) {
			const items: unknown[] = [];
			// One after another: each reduces the space of the next.
			for (const item of value) items.push(await this.keep(item, name, owner));
			return items;
		}
		if (!isFields(value)) return value;
		const fields: Array<[string, unknown]> = [];
		for (const [key, field] of Object.entries(value))
			if (!notKept.has(key))
				fields.push([
					name === 'stops' ? this.#nameCall(key) : key,
					contents.has(key) ? await this.#keepContent(field) : await this.keep(field, key, name),
				]);
		return Object.fromEntries(fields);
	}

	#keepString(text: string, name: string, owner: string): string | Promise<string> {
		if (name === 'callId' || name === 'call' || (name === 'id' && (owner === 'toolCalls' || owner === 'pending')))
			return this.#nameCall(text);
		if (people.has(name)) return this.mask(text);
		// A tool name invented by the model is model text.
		const isName = name === 'tool' || name === 'name' ? this.tools.includes(text) : names.has(name);
		return isName ? text : this.#keepText(text);
	}

	#nameCall(id: string): string {
		if (isUsualCallId(id)) return id;
		const name = this.#calls.get(id) ?? `call ${this.#calls.size + 1}`;
		this.#calls.set(id, name);
		return name;
	}

	async #keepContent(value: unknown): Promise<unknown> {
		const { mask, isEmpty } = this;
		if (typeof value === 'string') return this.#keepText(value);
		if (isEmpty) return Array.isArray(value) ? [] : {};
		try {
			return await hideRest(await mapTexts(value, (text) => this.#keepText(text)), mask);
		} catch (error) {
			if (isTroupeError(error) && error.code === 'INPUT_TOO_LARGE') return '[TOO LARGE]';
			throw error;
		}
	}

	async #keepText(text: string): Promise<string> {
		const { mask, isEmpty } = this;
		if (isEmpty || this.#left <= 0 || text === '') return '';
		const read = beginBeforeMask(text, bounds.text);
		const kept = endAfterMask((await mask(read)).toWellFormed(), read !== text);
		this.#left -= kept.length;
		return kept;
	}
}

async function hideRest(value: unknown, mask: (text: string) => Promise<string>): Promise<unknown> {
	if (Array.isArray(value)) return Promise.all(value.map((item) => hideRest(item, mask)));
	if (isFields(value)) {
		const fields = new Map<string, unknown>();
		for (const [key, field] of Object.entries(value)) {
			const name = await mask(key);
			fields.set(fields.has(name) ? `${name} ${fields.size + 1}` : name, await hideRest(field, mask));
		}
		return Object.fromEntries(fields);
	}
	if (typeof value !== 'number' || Math.abs(value) < shortNumber) return value;
	const masked = await mask(String(value));
	return masked === String(value) ? value : masked;
}

/** Passages stay in their collection: id and score suffice. */
function withoutPassages(entry: TrailEntry): unknown {
	if (entry.kind === 'called') return { ...entry, entry: withoutPassages(entry.entry) };
	if (entry.kind === 'prepared')
		return { ...entry, passages: entry.passages.map(withoutText), turns: [], memories: entry.memories?.map(withoutText) };
	if (entry.kind !== 'tool-finished' || !entry.found) return entry;
	return { ...entry, found: { ...entry.found, passages: entry.found.passages.map(withoutText) } };
}

const withoutText = <Item extends { text: string }>(item: Item) => ({ ...item, text: '' });
