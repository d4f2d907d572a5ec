import { getErrorMessage } from '../../base/errors';
import type { JsonSchema } from './picoschema';
import type { Place, TemplateFault, TemplateUse } from './template-use';

interface Scope {
	/** Undefined: unknown value. */
	schema?: JsonSchema | undefined;
	isTop?: true;
	input?: string;
	/** Names of `as |item|`. */
	locals?: ReadonlyMap<string, Scope>;
}

function listNames(schema: JsonSchema | undefined): string[] | undefined {
	if (!isMap(schema?.properties)) return undefined;
	const isOpen = isMap(schema.additionalProperties) || schema.additionalProperties === true || keywords.some((name) => name in schema);
	return isOpen ? undefined : Object.keys(schema.properties);
}

const keywords = ['anyOf', 'oneOf', 'allOf', '$ref', 'patternProperties', 'if'];

function schemaOfPart(schema: JsonSchema | undefined, part: string): JsonSchema | undefined {
	const { properties, items, additionalProperties } = schema ?? {};
	if (isMap(properties) && Object.hasOwn(properties, part) && isMap(properties[part])) return properties[part];
	return [/^\d+$/.test(part) ? items : undefined, additionalProperties].find(isMap);
}

function schemaOfItem(schema: JsonSchema | undefined): JsonSchema | undefined {
	return [schema?.items, schema?.additionalProperties].find(isMap);
}

const hasType = (schema: JsonSchema | undefined, type: string): boolean => [schema?.type ?? []].flat().includes(type);

const isMap = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** From the specification. Judged as roles where an agent has no use for them. */
const helpers = new Set([
	'if',
	'unless',
	'each',
	'with',
	'lookup',
	'log',
	'json',
	'role',
	'history',
	'section',
	'media',
	'ifEquals',
	'unlessEquals',
]);
const known = new Set(['index', 'key', 'first', 'last', 'metadata']);

function walkTemplate(program: hbs.AST.Program, body: string, schema: JsonSchema | undefined): TemplateUse {
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
		let at = scope;
		let path = '';
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
			kind: 'name',
			...this.#place(node),
			about: name.slice(0, 100),
			names,
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

/** Finds text that an agent cannot use. A template without a role is the whole prompt; one with roles has only text of the role `system`. */
function findRoleFaults(program: hbs.AST.Program, body: string): TemplateFault[] {
	const place = createPlacer(body);
	const refuse = (node: hbs.AST.Node, message: string, fix: string): TemplateFault => {
		const at = place(node);
		return { kind: 'name', ...at, about: describeTag(body, at), message, fix };
	};
	const notSystem = (node: hbs.AST.Node, why: string) => refuse(node, `An agent's prompt has system text only. ${why}`, systemFix);
	const nodes = flatten(program);
	const roles = nodes.filter((node) => nameOf(node) === 'role');
	const before = roles[0] && nodes.slice(0, nodes.indexOf(roles[0])).find(isText);
	return [
		...(before ? [notSystem(before, 'Text before the first {{role}} is said by the user.')] : []),
		...roles.flatMap((node) => {
			const role = readRole(node);
			if (role === 'system') return [];
			return [
				notSystem(node, role === undefined ? 'This role is not a word in quotes.' : `This is text of the role ${role.slice(0, 100)}.`),
			];
		}),
		...nodes.flatMap((node) => {
			const name = nameOf(node);
			return name !== undefined && Object.hasOwn(unfit, name) ? [refuse(node, ...unfit[name]!)] : [];
		}),
	];
}

const systemFix = 'Write the examples into the text of {{role "system"}}, and leave the message to the user.';

const unfit: Record<string, [message: string, fix: string]> = {
	history: ['An agent puts what was said before after its prompt by itself.', 'Remove {{history}}.'],
	media: ['An agent gets images with the message, not in its prompt.', 'Remove {{media}}.'],
	section: ['An agent has no sections of messages.', 'Remove {{section}}.'],
	log: ['{{log}} would write what a customer said to a log.', 'Remove {{log}}.'],
};

function readRole(node: hbs.AST.Node): string | undefined {
	const [role] = (node as hbs.AST.MustacheStatement).params as hbs.AST.StringLiteral[];
	return role?.type === 'StringLiteral' ? role.value : undefined;
}

const nameOf = (node: hbs.AST.Node): string | undefined =>
	node.type === 'MustacheStatement' || node.type === 'BlockStatement' ? helperName(node as hbs.AST.MustacheStatement) : undefined;

function flatten({ body }: hbs.AST.Program): hbs.AST.Statement[] {
	return body.flatMap((node) => {
		const { program, inverse } = node as Partial<hbs.AST.BlockStatement>;
		return [node, ...(program ? flatten(program) : []), ...(inverse ? flatten(inverse) : [])];
	});
}

const isText = (node: hbs.AST.Node): boolean =>
	node.type === 'ContentStatement' ? (node as hbs.AST.ContentStatement).value.trim() !== '' : node.type === 'MustacheStatement';

const maxTags = 4000;
const maxBlocks = 500;

/** @param schema of the input; without it, any name is an input */
export async function readTemplate(body: string, schema: JsonSchema | undefined): Promise<TemplateUse> {
	// Reports no inputs where the search failed.
	const none = { inputs: [], usesAll: true, written: [] };
	const tags = body.split('{{').length - 1;
	const blocks = [...body.matchAll(/\{\{(?:\{\{|~?[#^])/g)].length;
	if (tags > maxTags || blocks > maxBlocks) return { ...none, faults: [tooMany(`${tags} tags and ${blocks} blocks`)] };
	const { default: handlebars } = await import('handlebars');
	try {
		const program = handlebars.parseWithoutProcessing(body);
		const { faults, ...use } = walkTemplate(program, body, schema);
		return { ...use, faults: [...faults, ...findRoleFaults(program, body)] };
	} catch (cause) {
		return { ...none, faults: [toFault(body, cause)] };
	}
}

const tooMany = (about: string): TemplateFault => ({
	kind: 'tag',
	start: 0,
	end: 0,
	about,
	message: `The template has ${about}; the max is ${maxTags} tags and ${maxBlocks} blocks.`,
	fix: 'Shorten it.',
});

function toFault(body: string, cause: unknown): TemplateFault {
	if (cause instanceof RangeError) {
		const message = 'The template is nested too deep.';
		return { kind: 'tag', start: 0, end: 0, about: 'depth', message, fix: 'Put fewer blocks into each other.' };
	}
	const [first = '', , , expected = ''] = getErrorMessage(cause).split('\n');
	const line = (cause as { lineNumber?: number }).lineNumber ?? Number(/line (\d+)/.exec(first)?.[1] ?? 1);
	const lines = body.split(/(?<=\r\n|\r(?!\n)|\n)/);
	const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length, 0);
	const problem = expected.includes("got 'EOF'") ? 'something is not closed' : first.replace(/ - \d+:\d+$|:? on line \d+:?$/, '');
	return {
		kind: 'tag',
		start,
		end: start + (lines[line - 1] ?? '').trimEnd().length,
		about: '{{…}}',
		message: `The template cannot be read here: ${problem.slice(0, 200)}.`,
		fix: 'Close each {{ with }}, and each block, such as {{#if name}}, with {{/if}}. Text with braces of its own begins with \\{{.',
	};
}

function createPlacer(body: string): (node: hbs.AST.Node) => Place {
	const starts = [0, ...[...body.matchAll(/\r\n?|\n/g)].map(({ 0: { length }, index }) => index + length)];
	const at = ({ line, column }: hbs.AST.Position) => Math.min((starts[line - 1] ?? body.length) + column, body.length);
	return ({ loc }) => ({ start: at(loc.start), end: at(loc.end) });
}

function helperName({ path }: Pick<hbs.AST.MustacheStatement, 'path'>): string | undefined {
	const { parts, depth, data, original } = path as hbs.AST.PathExpression;
	return path.type === 'PathExpression' && !data && depth === 0 && parts.length === 1 && original === parts[0] ? original : undefined;
}

function describeTag(body: string, { start, end }: Place): string {
	const text = body.slice(start, Math.min(end, start + 100));
	return text.startsWith('{{') ? text : `{{${text}}}`;
}
