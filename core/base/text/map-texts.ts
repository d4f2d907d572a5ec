import { TroupeError } from '../errors';

const maxLevels = 100;
const maxValues = 100_000;

/**
 * Replaces every text in a copy of a JSON value, such as a tool call's arguments; keys too, unless the object already has the new name. @throws
 * TroupeError INPUT_TOO_LARGE above 100 levels or 100,000 values
 */
export async function mapTexts<Value>(
	value: Value,
	map: (text: string) => Promise<string>,
	mapOther?: (part: unknown) => Promise<unknown>,
): Promise<Value> {
	let values = 0;

	async function mapPart(part: unknown, level: number): Promise<unknown> {
		if (typeof part === 'string') return map(part);
		if (!isContainer(part)) return mapOther ? mapOther(part) : part;
		if (level === maxLevels) throw tooLarge(`nested more than ${maxLevels} levels deep`);
		const members = Array.isArray(part) ? part : Object.values(part);
		values += members.length;
		if (values > maxValues) throw tooLarge(`larger than ${maxValues} values`);
		const mapped: unknown[] = [];
		for (const member of members as unknown[]) mapped.push(await mapPart(member, level + 1));
		return Array.isArray(part) ? mapped : withKeys(Object.keys(part), mapped);
	}

	async function withKeys(keys: string[], members: unknown[]): Promise<object> {
		const usedNames = new Set(keys);
		const names: string[] = [];
		for (const key of keys) {
			const name = await map(key);
			names.push(usedNames.has(name) ? key : name);
			usedNames.add(name);
		}
		return Object.fromEntries(names.map((name, index) => [name, members[index]]));
	}

	return (await mapPart(value, 0)) as Value;
}

function isContainer(part: unknown): part is object {
	if (typeof part !== 'object' || part === null) return false;
	const prototype: unknown = Object.getPrototypeOf(part);
	// The prototype can be of another realm, such as n8n's code.
	return Array.isArray(part) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function tooLarge(how: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The value is ${how}.`,
		fix: 'Pass a smaller value, or split it.',
	});
}
