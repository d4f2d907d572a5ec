import type { JsonSchema } from './picoschema';
import { createPlacer, describeTag, helperName } from './template-place';
import { hasType, listNames, schemaOfItem, schemaOfPart, type Scope } from './template-scope';
import type { Place, TemplateUse } from './template-use';

/** From the specification. Judged as roles where an agent has no use for them. */
const helpers = new Set([
	...['if', 'unless', 'each', 'with', 'lookup', 'log', 'json', 'role', 'history', 'section', 'media'],
	...['ifEquals', 'unlessEquals'],
]);
const known = new Set(['index', 'key', 'first', 'last', 'metadata']);

export function walkTemplate(program: hbs.AST.Program, body: string, schema: JsonSchema | undefined): TemplateUse {
	const walk = new Walk(body);
	walk.statements(program, [{ schema, isTop: true }]);
	return walk.use;
}

type Scopes = readonly [Scope, ...Scope[]];

class Walk {
	readonly use: TemplateUse = { inputs: [], usesAll: false, written: [], faults: [] };
	readonly #place: (node: hbs.AST.Node) => Place;
	readonly #body: string;

	constructor(body: string) {
		this.#place = createPlacer(body);
		this.#body = body;
	}

	statements(program: hbs.AST.Program | undefined, scopes: Scopes): void {
		for (const node of program?.body ?? []) this.#statement(node, scopes);
	}

	#statement(node: hbs.AST.Statement, scopes: Scopes): void {
		if (node.type === 'MustacheStatement') this.#write(node as hbs.AST.MustacheStatement, scopes);
		else if (node.type === 'BlockStatement') this.#block(node as hbs.AST.BlockStatement, scopes);
		else if (node.type.startsWith('Partial')) {
			const { name, program } = node as hbs.AST.PartialBlockStatement;
			const about = (name as hbs.AST.PathExpression).original ?? 'partial';
			this.#refuse(node, `The partial ${about} does not exist: a published prompt is one text.`, 'Write its text here.');
			this.statements(program, scopes);
		} else if (node.type.startsWith('Decorator'))
			this.#refuse(node, 'This is a decorator, which a prompt does not have.', 'Write the text itself.');
	}

	#write(node: hbs.AST.MustacheStatement, scopes: Scopes): void {
		for (const { input } of this.#call(node, scopes)) if (input !== undefined) this.use.written.push({ ...this.#place(node), input });
	}

	#call(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression, scopes: Scopes): Scope[] {
		const { params, hash, path } = node;
		const name = helperName(node);
		const isCall = params.length > 0 || (hash?.pairs.length ?? 0) > 0 || node.type === 'SubExpression';
		if (!isCall && (name === undefined || !helpers.has(name))) return this.#value(path, scopes, node);
		if (name === undefined || !helpers.has(name)) this.#refuseHelper(node, name ?? (path as hbs.AST.PathExpression).original);
		const values = [...params, ...(hash?.pairs ?? []).map(({ value }) => value)].flatMap((param) => this.#value(param, scopes));
		return name === 'role' || name === 'log' ? [] : values;
	}

	#block({ path, params, hash, program, inverse, ...node }: hbs.AST.BlockStatement, scopes: Scopes): void {
		const name = helperName({ path });
		const isHelper = name !== undefined && helpers.has(name);
		if (!isHelper && (params.length > 0 || hash)) this.#refuseHelper(node, path.original);
		const values = isHelper
			? [...params, ...(hash?.pairs ?? []).map(({ value }) => value)].flatMap((param) => this.#value(param, scopes))
			: this.#value(path, scopes);
		const inner = isHelper ? scopeOfHelper(name, values[0]) : scopeOfSection(values[0]);
		this.statements(program, inner ? [withLocals(inner, program?.blockParams), ...scopes] : scopes);
		this.statements(inverse, scopes);
	}

	#value(node: hbs.AST.Expression, scopes: Scopes, tag: hbs.AST.Node = node): Scope[] {
		if (node.type === 'SubExpression') return this.#call(node as hbs.AST.SubExpression, scopes);
		if (node.type !== 'PathExpression') return [];
		const { data, depth, original, parts: all } = node as hbs.AST.PathExpression;
		const [first, ...rest] = all;
		if (data) {
			if (first === 'root') return [this.#descend(tag, scopes.at(-1)!, rest)];
			const name = String(first).slice(0, 100);
			if (!known.has(name)) this.#refuse(node, `An agent has no value @${name}.`, `Declare an input ${name}, and write {{${name}}}.`);
			return [];
		}
		const scope = scopes[depth];
		if (!scope) {
			this.#refuse(node, `${original.slice(0, 100)} reaches beyond the input.`, 'Write one ../ less.');
			return [];
		}
		const local = first !== undefined && depth === 0 && !/^this\b|^\.\//.test(original) ? findLocal(scopes, first) : undefined;
		return [local ? this.#descend(tag, local, rest) : this.#descend(tag, scope, all)];
	}

	#descend(node: hbs.AST.Node, scope: Scope, parts: string[]): Scope {
		let [at, path] = [scope, ''];
		if (scope.isTop && parts.length === 0) this.use.usesAll = true;
		for (const part of parts) {
			const names = listNames(at.schema);
			if (names && !names.includes(part)) {
				this.#refuseName(node, part, path, names);
				return {};
			}
			if (at.isTop && !this.use.inputs.includes(part)) this.use.inputs.push(part);
			at = { schema: schemaOfPart(at.schema, part), input: at.isTop ? part : at.input };
			path += path === '' ? part : `.${part}`;
		}
		return at;
	}

	#refuseName(node: hbs.AST.Node, name: string, path: string, names: string[]): void {
		const inside = path === '' ? 'The prompt' : `${path.slice(0, 100)} here`;
		this.use.faults.push({
			...{ kind: 'name', ...this.#place(node), about: name.slice(0, 100), names },
			message: `${inside} has no input ${name.slice(0, 100)}.`,
			fix: `Add ${name.slice(0, 100)} to input.schema, or use a name that it has.`,
		});
	}

	#refuseHelper(node: hbs.AST.Node, name: string): void {
		const about = name.slice(0, 100);
		this.#refuse(
			node,
			`The helper ${about} does not exist.`,
			`Use one of ${[...helpers].join(', ')}, or an input without a value after it.`,
		);
	}

	#refuse(node: hbs.AST.Node, message: string, fix: string): void {
		const place = this.#place(node);
		this.use.faults.push({ kind: 'name', ...place, about: describeTag(this.#body, place), message, fix });
	}
}

function scopeOfHelper(name: string, value: Scope | undefined): Scope | undefined {
	if (name === 'each') return { schema: schemaOfItem(value?.schema), input: value?.input };
	return name === 'with' ? (value ?? {}) : undefined;
}

/** A list is iterated, true leaves the names as they are, and any other value is the block's own. */
function scopeOfSection(value: Scope | undefined): Scope | undefined {
	if (hasType(value?.schema, 'boolean')) return undefined;
	return hasType(value?.schema, 'array') ? scopeOfHelper('each', value) : (value ?? {});
}

const withLocals = (scope: Scope, [item, ...rest]: string[] = []): Scope =>
	item === undefined ? scope : { ...scope, locals: new Map([[item, scope], ...rest.map((name): [string, Scope] => [name, {}])]) };

const findLocal = (scopes: Scopes, name: string): Scope | undefined => scopes.find(({ locals }) => locals?.has(name))?.locals?.get(name);
