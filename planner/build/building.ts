import type { Block, Field, PlanTree } from '../tree/plan-tree';
import { listFields, listWrites, walkBlocks } from '../tree/walk';
import { type DraftNode, type EndKind, Names, type Part, type Scope, type Way } from './draft';
import { buildWords, type BuildWords } from './words';

interface FormFile {
	name: string;
	content: string;
}

export class Building {
	readonly words: BuildWords;
	readonly roots: Part[] = [];
	readonly forms: FormFile[] = [];
	readonly ids: Names;
	readonly variables: ReadonlySet<string>;
	/** By variable, the agents and others whose texts it may repeat. */
	readonly writers: ReadonlyMap<string, Block[]>;
	readonly #fields: ReadonlyMap<string, Field>;
	readonly #internal: Names;
	readonly #internalNames = new Map<string, string>();
	/** True if a deadline goes on beside its step somewhere. */
	readonly hasSidePaths: boolean;

	constructor(
		readonly tree: PlanTree,
		/** Draws up blocks that follow each other. */
		readonly place: (blocks: readonly Block[], way: Way, scope: Scope) => Way | undefined,
	) {
		this.words = buildWords[tree.language];
		const blocks = [...walkBlocks(tree.do, '')].map(({ block }) => block);
		this.ids = new Names([tree.id, ...blocks.flatMap(listIds)]);
		const fields = listFields(tree);
		const entries = blocks.flatMap((block) => (block.kind === 'loop' && block.as !== undefined ? [block.as] : []));
		this.variables = new Set([...fields.map(({ name }) => name), ...entries]);
		this.#internal = new Names(this.variables);
		this.#fields = new Map(fields.map((field) => [field.name, field]));
		const texts = blocks.filter(({ kind }) => kind === 'agent' || kind === 'node' || kind === 'http');
		const written = texts.flatMap((block) => listWrites(block).map(({ name }) => [name, block] as const));
		this.writers = new Map([...this.variables].map((name) => [name, written.flatMap(([one, block]) => (one === name ? [block] : []))]));
		this.hasSidePaths = blocks.some((block) => 'deadline' in block && block.deadline?.goesOn === true);
	}

	field(name: string): Field {
		return this.#fields.get(name) ?? { name, type: 'text' };
	}

	/** Returns the name of a variable that the plan does not know: `outcome` of `ask-them` is `outcomeOfAskThem`. */
	internal(what: string, id: string): string {
		const key = `${what} ${id}`;
		const parts = id.split('-').map((part) => part.slice(0, 1).toUpperCase() + part.slice(1));
		const name = this.#internalNames.get(key) ?? this.#internal.take(`${what}Of${parts.join('')}`, '');
		this.#internalNames.set(key, name);
		return name;
	}

	add(scope: Scope, node: DraftNode, way?: Way): Way {
		scope.nodes.push(node);
		if (way) this.connect(scope, way, node.id);
		return { from: node.id };
	}

	connect(scope: Scope, { from, order = 0, ...way }: Way, to: string): void {
		scope.flows.push({ id: this.ids.take(`${from}-${to}`), from, to, order, ...way });
	}

	merge(scope: Scope, ways: ReadonlyArray<Way | undefined>, id: string, type = 'ExclusiveGateway'): Way | undefined {
		const open = ways.filter((way) => way !== undefined);
		if (open.length < 2) return open[0];
		const join: DraftNode = { id: this.ids.take(id), type };
		scope.nodes.push(join);
		for (const way of open) this.connect(scope, way, join.id);
		return { from: join.id };
	}

	/** Ends a way. In a sub-process, an end of the plan is an error that the sub-process throws. */
	end(scope: Scope, way: Way, id: string, name: string, kind: EndKind): void {
		if (scope.outer) {
			scope.throws.set(kind, [...(scope.throws.get(kind) ?? []), name]);
			const definition = { $type: 'bpmn:ErrorEventDefinition' };
			this.add(scope, { id, type: 'EndEvent', name, event: { definition, refersTo: { property: 'errorRef', id: this.error(kind) } } }, way);
			return;
		}
		const isTerminate = kind === 'cancel' && (scope.isBeside || this.hasSidePaths);
		const event = isTerminate ? { event: { definition: { $type: 'bpmn:TerminateEventDefinition' } } } : {};
		this.add(scope, { id, type: 'EndEvent', name, ...event }, way);
	}

	/** Returns the id of the error that an end in a sub-process throws. */
	error(kind: EndKind): string {
		const errorCode = kind === 'end' ? 'PLAN_ENDED' : 'PLAN_CANCELED';
		return this.root({ $type: 'bpmn:Error', name: errorCode, errorCode }, `error-${kind}`);
	}

	/** Returns the id of a message, signal or error; the same one for the same. */
	root(part: Part, id: string): string {
		const key = JSON.stringify(part);
		const known = this.roots.find(({ id: _, ...one }) => JSON.stringify(one) === key);
		if (known) return known.id as string;
		const taken = this.ids.take(id);
		this.roots.push({ ...part, id: taken });
		return taken;
	}
}

function listIds(block: Block): string[] {
	const parts = block.kind === 'choice' ? [...block.branches, block.otherwise] : 'branches' in block ? block.branches : [];
	const waits = block.kind === 'event' ? block.waits : [];
	return [block.id, ...[...parts, ...waits].flatMap(({ id }) => id ?? [])];
}
