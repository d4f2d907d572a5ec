import { isFields } from '../base/is-fields';
import { mapTexts } from '../base/text/map-texts';
import { detectInjection, findThreshold } from '../guardrails/injection/detect-injection';
import { joinPath } from '../flow/list-values';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import { listWords } from './can-order';
import { type Field, type Fields, type Form, isRecord, type ListField } from './form';
import { readField, type ReadValue } from './read-field';
import { type ValuePlace, ValuesInText } from './values-in-text';

type Value = string | number | boolean | null;
type FilledList = Value[] | Array<Record<string, Value>>;
export type Filled = Record<string, Value | FilledList>;

export interface FilledForm {
	values: Filled;
	/** Places set to null: the value does not fit, gives an order, or is not in the text. */
	dismissed: string[];
	isCut: boolean;
	words: string[];
	excerpts: Map<string, string>;
}

const maxDismissed = 20;

/**
 * Fills a form from a reader's answer. The reader may have obeyed injected orders, so only values that the text has count. @param answer of the
 * reader, of any shape
 */
export async function fillForm(form: Form, answer: unknown, text: string, vault?: Pick<PersonalDataVault, 'restore'>): Promise<FilledForm> {
	const shown = vault ? await mapTexts(answer, async (written) => (written.includes('[') ? vault.restore(written) : written)) : answer;
	return new Filling(text).fill(form, toFields(answer), toFields(shown));
}

const toFields = (value: unknown): Record<string, unknown> => (isFields(value) ? value : {});
const own = (fields: Record<string, unknown>, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

class Filling {
	readonly #text: ValuesInText;
	readonly #dismissed: string[] = [];
	readonly #excerpts = new Map<string, string>();
	readonly #words = new Set<string>();
	#isCut = false;

	constructor(text: string) {
		this.#text = new ValuesInText(text);
	}

	async fill(form: Form, answer: Record<string, unknown>, shown: Record<string, unknown>): Promise<FilledForm> {
		const values: Filled = {};
		for (const [name, field] of Object.entries(form)) {
			const said = own(answer, name);
			const plain = own(shown, name);
			values[name] =
				field.kind === 'list' ? await this.#fillList(field, name, said, plain) : await this.#fillField(field, name, said, plain);
		}
		const dismissed = this.#dismissed.slice(0, maxDismissed);
		return { values, dismissed, isCut: this.#isCut, words: [...this.#words], excerpts: this.#excerpts };
	}

	async #fillList({ of, maxItems }: ListField, path: string, answer: unknown, shown: unknown): Promise<FilledList> {
		const [items, plain] = [answer, shown].map(toItems);
		if (items!.length > maxItems) this.#isCut = true;
		const filled: Array<Value | Record<string, Value>> = [];
		for (const [index, item] of items!.slice(0, maxItems).entries()) {
			const place = joinPath(path, filled.length);
			const one = isRecord(of)
				? await this.#fillRecord(of, place, toFields(item), toFields(plain![index]))
				: await this.#fillField(of, place, item, plain![index]);
			if (one !== null) filled.push(one);
		}
		return filled as FilledList;
	}

	async #fillRecord(
		fields: Fields,
		path: string,
		answer: Record<string, unknown>,
		shown: Record<string, unknown>,
	): Promise<Record<string, Value> | null> {
		const record: Record<string, Value> = {};
		for (const [name, field] of Object.entries(fields))
			record[name] = await this.#fillField(field, joinPath(path, name), own(answer, name), own(shown, name));
		return Object.values(record).some((value) => value !== null) ? record : null;
	}

	async #fillField(field: Field, path: string, answer: unknown, shown: unknown): Promise<Value> {
		if (isAbsent(answer)) return null;
		const read = readField(field, answer, shown, this.#text);
		if (!read || (await givesOrders(read))) {
			this.#dismissed.push(path);
			return null;
		}
		if (!read.standing) return read.value;
		this.#excerpts.set(path, cutLine(this.#text.text, read.standing));
		if (typeof read.value === 'string' && !spelled.has(field.kind)) for (const word of listWords(read.value)) this.#words.add(word);
		return read.value;
	}
}

/** Normalised kinds, which keep no letter of the writer. */
const spelled = new Set(['date', 'date-time', 'time']);

/** For a single item, models often omit the list. */
function toItems(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return isAbsent(value) ? [] : [value];
}

const isAbsent = (answer: unknown): boolean =>
	answer === null ||
	answer === undefined ||
	(typeof answer === 'string' && /^(?:|null|none|n\/a|-|nenhum|não informado)$/i.test(answer.trim()));

/** Marks can join words, as in an address. */
async function givesOrders({ value, standing }: ReadValue): Promise<boolean> {
	if (typeof value !== 'string' || !standing || listWords(value).length < 2) return false;
	const threshold = findThreshold('tool-result');
	for (const text of new Set([value, value.replaceAll(/[-_./+%=&?]+/g, ' ')])) {
		const { flagged } = await detectInjection(text, { source: 'tool-result', threshold });
		if (flagged) return true;
	}
	return false;
}

const around = 120;

function cutLine(text: string, { at, length }: ValuePlace): string {
	const start = Math.max(text.lastIndexOf('\n', at) + 1, at - around);
	const next = text.indexOf('\n', at + length);
	const end = Math.min(next < 0 ? text.length : next, at + length + around);
	return text.slice(start, end).replaceAll(/\s+/g, ' ').trim();
}
