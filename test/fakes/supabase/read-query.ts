/** The part of PostgREST's query language that the stand-in knows: `select`, `columns`, `on_conflict`, `order`, `limit` and filters. */
export interface RestQuery {
	select: string[] | undefined;
	/** Rows of related tables, with the columns of each: `select=name,empresa(cnpj,nome)`. */
	embeds: Array<{ table: string; select: string[] }>;
	onConflict: string[];
	order: Array<{ column: string; descending: boolean }>;
	limit: number | undefined;
	filters: Array<{ column: string; negated: boolean; operator: string; value: string }>;
}

/** `Prefer`, as PostgREST reads it: unknown preferences are ignored unless `handling=strict`. */
export interface Preferences {
	returning: 'representation' | 'minimal' | 'headers-only';
	resolution: 'merge-duplicates' | 'ignore-duplicates' | undefined;
	isCounted: boolean;
	invalid: string[];
}

/** A refusal of PostgREST, with its status and body. */
export class RestRefusal extends Error {
	constructor(
		readonly status: number,
		code: string,
		message: string,
		details: string | null = null,
		hint: string | null = null,
	) {
		super(message);
		this.body = { code, details, hint, message };
	}

	readonly body: object;
}

const operators = /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|is|in)\.([\s\S]*)$/;
const isName = (text: string) => /^[a-z_][a-z0-9_]*$/.test(text);

export function readQuery(parameters: URLSearchParams): RestQuery {
	const list = (name: string) => parameters.get(name)?.split(',').filter(Boolean);
	const reserved = ['select', 'on_conflict', 'order', 'limit', 'columns'];
	const limit = parameters.get('limit');
	for (const name of list('on_conflict') ?? []) if (!isName(name)) throw unreadable(name);
	if (limit !== null && !/^\d+$/.test(limit)) throw unreadable(limit);
	return {
		...readSelect(parameters.get('select') ?? '*'),
		onConflict: list('on_conflict') ?? [],
		order: (list('order') ?? []).map((term) => {
			const [, column, direction] = /^([a-z_][a-z0-9_]*)(?:\.(asc|desc))?$/.exec(term) ?? [];
			if (column === undefined) throw unreadable(term);
			return { column, descending: direction === 'desc' };
		}),
		limit: limit === null ? undefined : Number(limit),
		filters: [...parameters].filter(([name]) => !reserved.includes(name)).map(([name, value]) => readFilter(name, value)),
	};
}

/** Columns, and related tables with their columns in parentheses. */
function readSelect(text: string): Pick<RestQuery, 'select' | 'embeds'> {
	const terms = text.match(/[^,()]+\([^()]*\)|[^,]+/g) ?? [];
	const embeds = terms.flatMap((term) => {
		const [, table, columns] = /^([a-z_][a-z0-9_]*)\((.*)\)$/.exec(term) ?? [];
		return table === undefined ? [] : [{ table, select: columns!.split(',') }];
	});
	const select = terms.filter((term) => !term.endsWith(')'));
	const wrong = [...select, ...embeds.flatMap((embed) => embed.select)].find((name) => name !== '*' && !isName(name));
	if (wrong !== undefined) throw unreadable(wrong);
	return { select: select.includes('*') ? undefined : select, embeds };
}

function readFilter(column: string, text: string): RestQuery['filters'][number] {
	const [, negation, operator, value] = operators.exec(text) ?? [];
	if (operator === undefined || !isName(column)) throw unreadable(text);
	if (operator === 'is' && !['null', 'true', 'false', 'not_null', 'unknown'].includes(value!)) throw unreadable(text);
	return { column, negated: negation !== undefined, operator, value: value! };
}

const unreadable = (text: string) => new RestRefusal(400, 'PGRST100', `"failed to parse filter (${text})" (line 1, column 1)`);

export function readPreferences(header: string): Preferences {
	const given = header
		.split(',')
		.map((each) => each.trim())
		.filter(Boolean);
	const has = (preference: string) => given.includes(preference);
	const known =
		/^(?:return=(?:representation|minimal|headers-only)|resolution=(?:merge|ignore)-duplicates|count=(?:exact|planned|estimated)|missing=(?:default|null)|handling=(?:strict|lenient)|tx=(?:commit|rollback))$/;
	return {
		returning: has('return=representation') ? 'representation' : has('return=headers-only') ? 'headers-only' : 'minimal',
		resolution: has('resolution=merge-duplicates')
			? 'merge-duplicates'
			: has('resolution=ignore-duplicates')
				? 'ignore-duplicates'
				: undefined,
		isCounted: has('count=exact'),
		invalid: has('handling=strict') ? given.filter((each) => !known.test(each)) : [],
	};
}
