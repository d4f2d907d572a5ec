import { TroupeError } from '../../../core/base/errors';
import { hideText } from '../../../core/guardrails/masking/hide-text';
import { createKnownFinder, type KnownValue } from '../../../core/guardrails/masking/known-values';
import { joinMatches } from '../../../core/guardrails/masking/read-text';
import type { ConversationVault } from '../../../core/guardrails/vault/conversation-vault';
import { ownerField } from './item-owner';

export type ItemMask = <Value>(value: Value) => Promise<Value>;

/** Fields with ids: number-like text there belongs to nobody. */
const idFields: ReadonlySet<string> = new Set([
	'id',
	'session',
	'sessionId',
	'runId',
	'messageId',
	'replyTo',
	'documentId',
	'execution',
	'handOver',
	'runUrl',
	'instanceUrl',
	'inboxUrl',
	ownerField,
	'incidentKey',
	'instanceKey',
	'jobKey',
	'processDefinitionKey',
	'processInstanceKey',
	'scopeKey',
	'userTaskKey',
]);
const plainKey = /^[A-Za-z_][\w-]{0,60}$/;
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const maxLevels = 100;
const leastDigits = 8;
const numberTypes = new Set(['BR_CPF', 'BR_CNPJ', 'PHONE_NUMBER']);
const personsNumber = /^\d{10,14}$/;

/** Returns what replaces personal data in the texts of an item by tokens of the vault, and values that are known to be personal in all of its fields. */
export function createItemMask(vault: ConversationVault, known: readonly KnownValue[]): ItemMask {
	const numbers = listNumbers(known);
	const findKnown = createKnownFinder([...known, ...numbers.values()]);
	const hide = async (text: string, field: string) => {
		const find = async (one: string) =>
			idFields.has(field) || isoTime.test(one) ? findKnown(one) : joinMatches(findKnown(one), await vault.find(one));
		return (await hideText(text, find, 'token', { book: vault.book })).text;
	};
	/** The name of its field says more of a number than its digits. */
	const hideNumber = async (part: number, field: string): Promise<unknown> => {
		const digits = String(part);
		if (idFields.has(field) || !personsNumber.test(digits)) return part;
		const before = `${plainKey.test(field) ? field.replaceAll(/(?<=[a-z])(?=[A-Z])|[_-]+/g, ' ') : ''}: `;
		const matches = (await vault.find(before + digits)).filter(({ type, start }) => numberTypes.has(type) && start === before.length);
		if (matches.length === 0) return part;
		const find = () => Promise.resolve(matches.map((match) => ({ ...match, start: 0, end: digits.length })));
		return (await hideText(digits, find, 'token', { book: vault.book })).text;
	};
	const mask = async (part: unknown, field: string, level: number): Promise<unknown> => {
		if (typeof part === 'string') return hide(part, field);
		if (typeof part === 'number') {
			const digits = numbers.get(String(part))?.value;
			return digits === undefined ? hideNumber(part, field) : hide(digits, field);
		}
		if (typeof part !== 'object' || part === null || part instanceof Date || Buffer.isBuffer(part)) return part;
		if (level === maxLevels) throw tooDeep();
		if (!Array.isArray(part)) return maskFields(part, level);
		const masked: unknown[] = [];
		for (const each of part as unknown[]) masked.push(await mask(each, field, level + 1));
		return masked;
	};
	const maskFields = async (part: object, level: number) => {
		const fields: Array<[string, unknown]> = [];
		for (const [name, each] of Object.entries(part))
			fields.push([plainKey.test(name) ? name : await hide(name, ''), await mask(each, name, level + 1)]);
		return Object.fromEntries(fields);
	};
	return async <Value>(value: Value) => (await mask(value, '', 0)) as Value;
}

/** Known numbers as digits alone, by how JSON writes them as a number: systems leave the signs, the zeros and the country out. */
function listNumbers(known: readonly KnownValue[]): Map<string, KnownValue> {
	const numbers = new Map<string, KnownValue>();
	for (const { type, value } of known) {
		const digits = value.replaceAll(/\D/g, '');
		if (!/^[\d\s()+./-]+$/.test(value) || digits.length < leastDigits) continue;
		const national = type === 'PHONE_NUMBER' && /^55\d{10,11}$/.test(digits) ? [digits.slice(2)] : [];
		for (const each of [digits, ...national]) numbers.set(String(Number(each)), { type, value: each });
	}
	return numbers;
}

const tooDeep = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The item is nested more than ${maxLevels} levels deep, so its personal data was not replaced.`,
		fix: 'Give the node fewer levels.',
	});
