export interface ListedValue {
	/** `recipients[0]`, `customer.email`. */
	path: string;
	name: string;
	value: string;
}

/** Path of all values beyond the limit, which count as one. */
export const restOfValues = '…';
const maxValues = 200;
export const longestValue = 20_000;
const maxDepth = 20;

export const joinPath = (path: string, name: string | number): string => {
	if (typeof name === 'number') return `${path}[${name}]`;
	return path === '' ? name : `${path}.${name}`;
};

const shortest = 4;

export const isShort = (value: string): boolean => value.replaceAll(/[^\p{L}\p{N}]/gu, '').length < shortest;

export function listValues(input: unknown): ListedValue[] {
	const values: ListedValue[] = [];
	const rest: string[] = [];
	const visit = (value: unknown, path: string, name: string, depth: number): void => {
		if (typeof value === 'string' || typeof value === 'number') {
			const text = String(value).slice(0, longestValue);
			if (values.length < maxValues - 1) values.push({ path, name, value: text });
			else rest.push(text);
			return;
		}
		if (typeof value !== 'object' || value === null || depth > maxDepth) return;
		if (Array.isArray(value)) value.forEach((item, index) => visit(item, joinPath(path, index), name, depth + 1));
		else for (const [key, item] of Object.entries(value)) visit(item, joinPath(path, key), key, depth + 1);
	};
	visit(input, '', '', 0);
	return rest.length === 0 ? values : [...values, { path: restOfValues, name: '', value: rest.join('\n').slice(0, longestValue) }];
}
