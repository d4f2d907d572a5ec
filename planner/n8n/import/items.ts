import { valueOf } from '../node-values';
import type { ValueType } from '../../tree/check/infer-type';
import { isVariable } from '../../tree/limits';
import type { AgentStep, Field, HttpStep } from '../../tree/plan-tree';
import type { Expressions } from './expressions';
import { edgesTo, type FlowGraph } from './flow-graph';
import type { ImportedNode } from './imported-workflow';
import { step } from './read-root';
import { isBatches, isTrigger, shortType, textAt } from './node-types';
import { readSet, type SetFields } from './read-set';
import { entryField, readSplit } from './split-items';
import { becomes, type Becomes } from './steps/kinds';
import type { Variables } from './variables';
import { type Data, NoFeel, type Root, writeText, type Written } from './written';

/** A node is read by its name, from wherever. */
const anyOutput = -1;
const maxDepth = 200;

type Path = ReadonlyArray<string | number>;

/** A value that a field can have. It is sure where the node says that it has the field. */
interface Source {
	/** Equal for one value. */
	id: string;
	isSure: boolean;
	/** Takes the variable. */
	write: () => Written;
}

const known = (written: Written): Source => ({ id: written.feel, isSure: true, write: () => written });

/** Finds the variable that an expression of a node reads, along the connections by which its items come. */
export class Items {
	/** Variables with the entry, by the loop whose entries they are. */
	readonly entries = new Map<string, string>();
	/** Names of the variables that each node reads. */
	readonly reads = new Map<string, Set<string>>();
	readonly #sets = new Map<string, SetFields>();
	#depth = 0;

	constructor(
		readonly graph: FlowGraph,
		private readonly expressions: Expressions,
		readonly variables: Variables,
		/** The node that begins the plan. */
		readonly beginning: string | undefined,
	) {}

	/** The data that a node reads. */
	at(node: ImportedNode): Data {
		return {
			read: (root, path) => {
				const written = root.of === 'input' ? this.#input(node.name, path, new Set()) : this.#named(root, path);
				const names = this.reads.get(node.name) ?? new Set<string>();
				this.reads.set(node.name, names.add(written.feel));
				return written;
			},
			note: (value: Written, type: ValueType) => this.variables.note(value, type),
		};
	}

	#named({ name }: Root & { of: 'node' }, path: Path): Written {
		const node = this.graph.find(name);
		if (!node) throw new NoFeel('unknownNode', name);
		return this.#pick(this.#output(node, anyOutput, path, new Set()), path);
	}

	#input(name: string, path: Path, seen: Set<string>): Written {
		return this.#pick(this.#sources(name, path, seen), path, name);
	}

	/** Lists what comes in by all connections. The first thing that is not known is told if nothing is. */
	#sources(name: string, path: Path, seen: Set<string>): Source[] {
		const before = edgesTo(this.graph, name);
		const found: Source[] = [];
		let problem: NoFeel | undefined;
		for (const { from, output } of before) {
			if (seen.has(`${from.name} ${output}`)) continue;
			try {
				found.push(...this.#output(from, output, path, new Set([...seen, `${from.name} ${output}`])));
			} catch (error) {
				if (!(error instanceof NoFeel)) throw error;
				problem ??= error;
			}
		}
		if (found.length === 0 && problem) throw problem;
		return found;
	}

	#pick(sources: Source[], path: Path, name = ''): Written {
		const sure = sources.filter(({ isSure }) => isSure);
		const candidates = sure.length > 0 ? sure : sources;
		const [first] = candidates;
		if (!first) throw new NoFeel('missing', name);
		if (candidates.some(({ id }) => id !== first.id)) throw new NoFeel('unclear', String(path[0] ?? ''));
		return first.write();
	}

	#output(node: ImportedNode, output: number, path: Path, seen: Set<string>): Source[] {
		// Nodes can read each other by name without an end.
		if (this.#depth >= maxDepth) throw new NoFeel('complex');
		this.#depth++;
		try {
			return this.#find(node, output, path, seen);
		} finally {
			this.#depth--;
		}
	}

	#find(node: ImportedNode, output: number, path: Path, seen: Set<string>): Source[] {
		const pass = (more: Path = path): Source[] => this.#sources(node.name, more, seen);
		if (node.isDisabled) return pass();
		if (isBatches(node)) return this.#entry(node, output, path);
		const split = readSplit(node);
		if (split && this.entries.has(node.name))
			return this.#entry(node, anyOutput, path[0] === entryField(node, split) ? path.slice(1) : path);
		if (isTrigger(node)) return [this.#begin(node, path)];
		if (shortType(node) === 'set') return this.#set(node, path, seen);
		const made = becomes(node);
		return made.output === 'pass' ? pass() : [this.#made(node, made, path)];
	}

	#entry(node: ImportedNode, output: number, path: Path): Source[] {
		const entry = this.entries.get(node.name);
		// After the loop, its items are those of the last step in it, all at once.
		if (entry === undefined || (output === 0 && node.version >= 3)) throw new NoFeel('items', node.name);
		return [known({ feel: path.reduce<string>(step, entry), isPath: true })];
	}

	#begin(node: ImportedNode, path: Path): Source {
		const type = shortType(node);
		if (node.name !== this.beginning) throw new NoFeel('otherTrigger', node.name);
		if (['scheduleTrigger', 'cron', 'interval'].includes(type)) throw new NoFeel('notWritten', node.name);
		const inner = type === 'webhook' && ['body', 'query', 'params', 'headers'].includes(String(path[0])) ? path.slice(1) : path;
		const [key, ...rest] = inner;
		if (typeof key !== 'string') throw new NoFeel('whole', node.name);
		const declared = this.variables.find(node.name, key);
		if (type === 'formTrigger' && !declared) throw new NoFeel('notWritten', node.name);
		return {
			id: `${node.name} ${inner.join(' ')}`,
			isSure: declared !== undefined && type === 'formTrigger',
			write: () => this.#ofField(node.name, key, rest),
		};
	}

	#ofField(node: string, key: string, rest: Path): Written {
		const field = this.variables.field(node, key);
		if (rest.length > 0) this.variables.note({ feel: field.name, isPath: true }, typeof rest[0] === 'number' ? 'list' : 'object');
		return {
			feel: rest.reduce<string>(step, field.name),
			isPath: true,
			...(rest.length === 0 && field.options && { type: 'text' as const }),
		};
	}

	#set(node: ImportedNode, path: Path, seen: Set<string>): Source[] {
		const { fields, base, keeps } = this.#readSet(node);
		const data: Data = {
			read: (root, inner) => (root.of === 'input' ? this.#input(node.name, inner, seen) : this.#named(root, inner)),
			note: (value, type) => this.variables.note(value, type),
		};
		if (path.length === 0 && fields.size > 0 && base === undefined) {
			const entries = [...fields].map(([name, read]) => `${writeText(name)}: ${read(data).feel}`);
			return [known({ feel: `{${entries.join(', ')}}`, type: 'object' })];
		}
		for (const [name, read] of fields) {
			const parts = Object.hasOwn(path, 0) && String(path[0]) === name ? [name] : name.split('.');
			if (!parts.every((part, at) => String(path[at]) === part)) continue;
			const rest = path.slice(parts.length);
			const written = keeps ? (this.#kept(node, name) ?? read(data)) : read(data);
			return [known(rest.length === 0 ? written : { feel: rest.reduce<string>(step, written.feel), isPath: true })];
		}
		if (!base) throw new NoFeel('notWritten', node.name);
		const inner = [...(base.path ?? []), ...path];
		if (base.of === 'input') return this.#sources(node.name, inner, seen);
		const from = this.graph.find(base.name);
		if (!from) throw new NoFeel('unknownNode', base.name);
		return this.#output(from, anyOutput, inner, seen);
	}

	#readSet(node: ImportedNode): SetFields {
		const known = this.#sets.get(node.name) ?? readSet(node, this.expressions);
		this.#sets.set(node.name, known);
		return known;
	}

	/** What a step of a plan wrote, where a plan was made a workflow. */
	#kept(node: ImportedNode, name: string): Written | undefined {
		const json = textAt(node.parameters, 'jsonOutput');
		const [writer] = this.graph.nodesBefore(node.name);
		const forms = (['agent', 'http'] as const).map(
			(kind) => `${writeText(name)}: ${valueOf({ kind } as AgentStep | HttpStep, { name, type: 'text' })}`,
		);
		if (writer === undefined || !isVariable(name) || !forms.some((form) => json.includes(form))) return undefined;
		return { feel: this.variables.shared(writer, name).name, isPath: true };
	}

	/** Takes the fields that a step of a plan wrote, whether somebody reads them or not. */
	takeKept(node: ImportedNode): void {
		try {
			for (const name of this.#readSet(node).fields.keys()) this.#kept(node, name);
		} catch (error) {
			if (!(error instanceof NoFeel)) throw error;
		}
	}

	#made(node: ImportedNode, made: Becomes, read: Path): Source {
		const path = read[0] === 'message' && read[1] === 'content' ? read.slice(1) : read;
		const [key, ...rest] = path;
		const source = (isSure: boolean, write: () => Written): Source => ({ id: `${node.name} ${path.join(' ')}`, isSure, write });
		const inside = (field: Field, more: Path): Written => ({ feel: more.reduce<string>(step, field.name), isPath: true });
		switch (made.output) {
			case 'object': {
				const inner = made.isResponse && path[0] === 'body' ? path.slice(1) : path;
				if (this.variables.find(node.name, '')?.type === 'list' && typeof inner[0] === 'string') throw new NoFeel('items', node.name);
				return source(false, () => inside(this.variables.field(node.name, '', { type: 'object' }, node.name), inner));
			}
			case 'text': {
				const isText = made.keys?.includes(String(key)) === true;
				if (isText && rest.length === 0) return source(true, () => this.#text(node));
				const name = isText ? rest[0] : key;
				if (typeof name !== 'string') throw new NoFeel('whole', node.name);
				return source(true, () => inside(this.variables.exact(node.name, name), isText ? rest.slice(1) : rest));
			}
			case 'fields': {
				const inner = made.inner && String(key) === made.inner ? rest : path;
				const [name, ...more] = inner;
				if (typeof name !== 'string') throw new NoFeel('whole', node.name);
				return source(this.variables.find(node.name, name) !== undefined, () => this.#ofField(node.name, name, more));
			}
			case 'exact': {
				if (typeof key !== 'string') throw new NoFeel('whole', node.name);
				return source(false, () => inside(this.variables.exact(node.name, key), rest));
			}
			case 'pass':
				throw new NoFeel('missing', node.name);
		}
	}

	#text({ name }: ImportedNode): Written {
		return { feel: this.variables.field(name, '', { type: 'text' }, name).name, isPath: true, type: 'text' };
	}
}
