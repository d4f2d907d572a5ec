import { TroupeError } from '../../../core/base/errors';
import { hideText } from '../../../core/guardrails/masking/hide-text';
import { createKnownFinder, type KnownValue } from '../../../core/guardrails/masking/known-values';
import { joinMatches } from '../../../core/guardrails/masking/read-text';
import type { ConversationVault } from '../../../core/guardrails/vault/conversation-vault';

export type ItemMask = <Value>(value: Value) => Promise<Value>;

/** Fields with ids of Troupe's and providers', by which nodes find things: what looks like the number of a person in them belongs to nobody. */
const idFields = new Set(['id', 'key', 'session', 'sessionId', 'runId', 'messageId', 'replyTo', 'documentId', 'execution', 'handOver']);
const plainKey = /^[A-Za-z_][\w-]{0,60}$/;
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const [maxLevels, leastDigits] = [100, 8];

/** Returns what replaces personal data in the texts of an item by tokens of the vault, and values that are known to be personal in all of its fields. */
export function createItemMask(vault: ConversationVault, known: readonly KnownValue[]): ItemMask {
	const findKnown = createKnownFinder(known);
	const numbers = new Set(known.map(({ value }) => value));
	const hide = async (text: string, field: string) => {
		const find = async (one: string) =>
			idFields.has(field) || isoTime.test(one) ? findKnown(one) : joinMatches(findKnown(one), await vault.find(one));
		return (await hideText(text, find, 'token', { book: vault.book })).text;
	};
	const mask = async (part: unknown, field: string, level: number): Promise<unknown> => {
		if (typeof part === 'string') return hide(part, field);
		if (typeof part === 'number') {
			const digits = String(part);
			return digits.length >= leastDigits && numbers.has(digits) ? hide(digits, field) : part;
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

const tooDeep = () =>
	new TroupeError({
		...{
			code: 'INPUT_TOO_LARGE',
			message: `The item is nested more than ${maxLevels} levels deep, so its personal data was not replaced.`,
		},
		fix: 'Give the node fewer levels.',
	});
