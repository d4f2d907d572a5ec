export type Entered = Record<string, unknown>;
export type Path = Array<string | number>;

/** Adds a value. A list keeps its shown number of rows: fewer would remove rows. @param shown the fields of the form */
export function enter(entered: Entered, path: Path, value: unknown, shown: ReadonlyArray<{ path: Path }>): Entered {
	return put(entered, path, value, 0, shown) as Entered;
}

function put(place: unknown, path: Path, value: unknown, depth: number, shown: ReadonlyArray<{ path: Path }>): unknown {
	if (depth === path.length) return value;
	const name = path[depth]!;
	if (typeof name === 'string') {
		const own = typeof place === 'object' && place !== null && !Array.isArray(place) ? (place as Entered) : {};
		return { ...own, [name]: put(own[name], path, value, depth + 1, shown) };
	}
	const rows: unknown[] = Array.isArray(place) ? [...(place as unknown[])] : [];
	while (rows.length < countRows(path.slice(0, depth), shown)) rows.push({});
	rows[name] = put(rows[name], path, value, depth + 1, shown);
	return rows;
}

const countRows = (list: Path, shown: ReadonlyArray<{ path: Path }>): number =>
	Math.max(
		0,
		...shown
			.filter(({ path }) => list.every((part, index) => part === path[index]) && typeof path[list.length] === 'number')
			.map(({ path }) => (path[list.length] as number) + 1),
	);
