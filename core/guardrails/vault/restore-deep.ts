import { TroupeError } from '../../errors';
import type { PersonalDataVault } from '../../ports';

const MOST_LEVELS = 100;
const MOST_VALUES = 100_000;

/**
 * Restores every text in a JSON value, such as a tool call's arguments: also in keys, unless the object has a key of that name already.
 * The value itself stays as it is.
 * @throws TroupeError INPUT_TOO_LARGE above 100 levels or 100,000 values
 */
export async function restoreDeep<Value>(value: Value, vault: PersonalDataVault): Promise<Value> {
	let values = 0;

	const restoreText = (text: string): string | Promise<string> => (text.includes('[') ? vault.restore(text) : text);

	async function restore(part: unknown, level: number): Promise<unknown> {
		if (typeof part === 'string') return restoreText(part);
		if (!isContainer(part)) return part;
		if (level === MOST_LEVELS) throw tooLarge(`nested deeper than ${MOST_LEVELS} levels`);
		const members = Array.isArray(part) ? part : Object.values(part);
		values += members.length;
		if (values > MOST_VALUES) throw tooLarge(`made of more than ${MOST_VALUES} values`);
		const restored: unknown[] = [];
		for (const member of members as unknown[]) restored.push(await restore(member, level + 1));
		return Array.isArray(part) ? restored : withKeys(Object.keys(part), restored);
	}

	/** Own properties all, whatever their name. */
	async function withKeys(keys: string[], members: unknown[]): Promise<object> {
		const taken = new Set(keys);
		const names: string[] = [];
		for (const key of keys) {
			const name = await restoreText(key);
			names.push(taken.has(name) ? key : name);
			taken.add(name);
		}
		return Object.fromEntries(names.map((name, index) => [name, members[index]]));
	}

	return (await restore(value, 0)) as Value;
}

/** What JSON.parse makes; dates, buffers and the like are no text. */
function isContainer(part: unknown): part is object {
	if (typeof part !== 'object' || part === null) return false;
	const prototype: unknown = Object.getPrototypeOf(part);
	return Array.isArray(part) || prototype === Object.prototype || prototype === null;
}

function tooLarge(how: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The value to restore is ${how}.`,
		fix: 'Restore the parts of it that may hold tokens.',
	});
}
