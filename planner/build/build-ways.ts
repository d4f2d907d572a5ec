import type { Choice, Event, Loop, Parallel, PlanTree, Wait } from '../tree/plan-tree';
import { isLiteralTime, listWrites, walkBlocks } from '../tree/walk';
import type { Building } from './building';
import { toCondition } from './conditions';
import { excludeEarlier } from './exclude-earlier';
import { type DraftNode, newScope, type Part, type Scope, type Way } from './draft';
import { sayDuration } from './words';

function listSureNames({ trigger, inputs, do: blocks }: PlanTree): Set<string> {
	const all = [...walkBlocks(blocks, '')].map(({ block }) => block);
	const unsure = new Set(all.filter(({ kind }) => kind !== 'human').flatMap((block) => listWrites(block).map(({ name }) => name)));
	const formed = [...(trigger.kind === 'form' ? inputs : []), ...all.flatMap((block) => (block.kind === 'human' ? listWrites(block) : []))];
	const others = new Set(trigger.kind === 'form' ? [] : inputs.map(({ name }) => name));
	return new Set(formed.map(({ name }) => name).filter((name) => !unsure.has(name) && !others.has(name)));
}

const sureNames = new WeakMap<PlanTree, Set<string>>();

function condition(building: Building, when: string): string {
	const names = sureNames.get(building.tree) ?? listSureNames(building.tree);
	sureNames.set(building.tree, names);
	return toCondition(when, (name) => names.has(name));
}

/** Goes the first way whose condition holds, or several. */
export function buildChoice(building: Building, block: Choice, way: Way, scope: Scope): Way | undefined {
	const filled = block.branches.filter((branch) => branch.do.length > 0);
	// With one list alone, going several ways is going one or none.
	if (block.many && filled.length + (block.otherwise.do.length > 0 ? 1 : 0) > 1 && block.branches.length > 1)
		return buildMany(building, block, way, scope);
	const { from } = building.add(scope, { id: block.id, type: 'ExclusiveGateway', name: block.name }, way);
	// An empty branch must not keep the others from being taken where several may be.
	const branches = block.many && filled.length > 0 ? filled : block.branches;
	const written = branches.map(({ when }) => when);
	const conditions = excludeEarlier(
		written,
		written.map((when) => condition(building, when)),
	);
	const ways = branches.map((branch, order) =>
		building.place(branch.do, { from, name: branch.name || building.words.yes, when: conditions[order]!, order }, scope),
	);
	const name = block.otherwise.name || building.words.no;
	ways.push(building.place(block.otherwise.do, { from, name, isDefault: true, order: ways.length }, scope));
	return building.merge(scope, ways, `${block.id}-join`);
}

/** An inclusive gateway cannot be joined on Zeebe 8.6: each branch asks for itself, beside the others. */
function buildMany(building: Building, block: Choice, way: Way, scope: Scope): Way | undefined {
	const { words } = building;
	const { from } = building.add(scope, { id: block.id, type: 'ParallelGateway', name: block.name }, way);
	const conditions = block.branches.map(({ when }) => condition(building, when));
	const branches = block.branches.map((branch, at) => ({ ...branch, when: conditions[at]!, id: branch.id ?? building.ids.take(`${block.id}-${at + 1}`) }));
	const none = `not(${conditions.map((one) => `(${one})`).join(' or ')})`;
	const otherwise = { ...block.otherwise, name: block.otherwise.name || words.otherwise, when: none };
	const all = [...branches, { ...otherwise, id: otherwise.id ?? building.ids.take(`${block.id}-otherwise`) }].filter((one) => one.do.length > 0);
	const ways = beside(scope, () =>
		all.map((branch, order) => {
			const asked = building.add(scope, { id: branch.id, type: 'ExclusiveGateway', name: `${branch.name}?` }, { from, order });
			const taken = building.place(branch.do, { ...asked, name: words.yes, when: branch.when }, scope);
			return building.merge(scope, [taken, { ...asked, name: words.no, isDefault: true, order: 1 }], `${branch.id}-join`);
		}),
	);
	return building.merge(scope, ways, `${block.id}-join`, 'ParallelGateway');
}

/** Runs what draws up branches that run at the same time. */
function beside<T>(scope: Scope, draw: () => T): T {
	const before = scope.isBeside;
	scope.isBeside = true;
	const drawn = draw();
	scope.isBeside = before;
	return drawn;
}

export function buildParallel(building: Building, block: Parallel, way: Way, scope: Scope): Way | undefined {
	const { from } = building.add(scope, { id: block.id, type: 'ParallelGateway', name: block.name }, way);
	const ways = beside(scope, () => block.branches.map((branch, order) => building.place(branch.do, { from, order }, scope)));
	return building.merge(scope, ways, `${block.id}-join`, 'ParallelGateway');
}

export function buildLoop(building: Building, block: Loop, way: Way, scope: Scope): Way | undefined {
	const inner = newScope(scope);
	const { words } = building;
	const start = building.add(inner, { id: building.ids.take(`${block.id}-start`), type: 'StartEvent', name: words.round });
	const done = building.place(block.do, start, inner);
	if (done) building.add(inner, { id: building.ids.take(`${block.id}-end`), type: 'EndEvent', name: words.roundDone }, done);
	const node: DraftNode = { id: block.id, type: 'SubProcess', name: block.name, scope: inner, ...ownVariables(block) };
	const after = building.add(scope, { ...node, more: { loopCharacteristics: repeat(building, block) } }, way);
	leadOut(building, block, inner, scope);
	if (!done && block.each === undefined) return undefined;
	return block.onLimit ? buildLimit(building, block, after, scope) : after;
}

/** Entries that are worked on at the same time have variables of their own. */
function ownVariables(block: Loop): Pick<DraftNode, 'extensions'> {
	const names = new Set([...walkBlocks(block.do, '')].flatMap(({ block: inner }) => listWrites(inner).map(({ name }) => name)));
	if (!block.together || names.size === 0) return {};
	const inputParameters = [...names].map((name) => ({ $type: 'zeebe:Input', source: `=${name}`, target: name }));
	return { extensions: [{ $type: 'zeebe:IoMapping', inputParameters }] };
}

function repeat(building: Building, block: Loop): Part {
	const { each, limit } = block;
	const inputCollection =
		each === undefined
			? `=for round in 1..${limit} return round`
			: `=if ${each} = null then [] else if count(${each}) > ${limit} then sublist(${each}, 1, ${limit}) else ${each}`;
	const inputElement = each === undefined ? building.internal('round', block.id) : (block.as ?? building.internal('entry', block.id));
	return {
		$type: 'bpmn:MultiInstanceLoopCharacteristics',
		isSequential: block.together !== true,
		extensionElements: extension({ $type: 'zeebe:LoopCharacteristics', inputCollection, inputElement }),
		...(block.until !== undefined && {
			completionCondition: { $type: 'bpmn:FormalExpression', body: `=${condition(building, block.until)}` },
		}),
	};
}

const extension = (...values: Part[]): Part => ({ $type: 'bpmn:ExtensionElements', values });

function leadOut(building: Building, block: Loop, inner: Scope, scope: Scope): void {
	for (const [kind, names] of inner.throws) {
		const id = building.ids.take(`${block.id}-${kind}s`);
		const event = { definition: { $type: 'bpmn:ErrorEventDefinition' }, refersTo: { property: 'errorRef', id: building.error(kind) } };
		const name = new Set(names).size === 1 ? names[0]! : building.words.ended;
		const way = building.add(scope, { id, type: 'BoundaryEvent', name, attachedTo: block.id, event });
		building.end(scope, way, building.ids.take(`${id}-end`), name, kind);
	}
}

function buildLimit(building: Building, block: Loop, way: Way, scope: Scope): Way | undefined {
	const { words } = building;
	const tests = [
		...(block.each === undefined ? [] : [`${block.each} != null and count(${block.each}) > ${block.limit}`]),
		...(block.until === undefined ? [] : [`not(${condition(building, block.until)})`]),
	];
	if (tests.length === 0) return building.place(block.onLimit ?? [], way, scope);
	const { from } = building.add(scope, { id: building.ids.take(`${block.id}-limit`), type: 'ExclusiveGateway', name: words.limit }, way);
	const reached = building.place(block.onLimit ?? [], { from, name: words.yes, when: `(${tests.join(' and ')}) = true` }, scope);
	return building.merge(scope, [reached, { from, name: words.no, isDefault: true, order: 1 }], `${block.id}-join`);
}

export function buildEvent(building: Building, block: Event, way: Way, scope: Scope): Way | undefined {
	const [first, ...others] = block.waits;
	if (first && others.length === 0) {
		const node: DraftNode = { id: block.id, type: 'IntermediateCatchEvent', name: block.name, ...waitFor(building, first.on) };
		return building.place(first.do ?? [], building.add(scope, node, way), scope);
	}
	const { from } = building.add(scope, { id: block.id, type: 'EventBasedGateway', name: block.name }, way);
	const ways = block.waits.map((wait, order) => {
		const id = wait.id ?? building.ids.take(`${block.id}-${order + 1}`);
		const node: DraftNode = { id, type: 'IntermediateCatchEvent', name: wait.name ?? sayWait(building, wait.on), ...waitFor(building, wait.on) };
		return building.place(wait.do ?? [], building.add(scope, node, { from, order }), scope);
	});
	return building.merge(scope, ways, `${block.id}-join`);
}

function sayWait({ words, tree }: Building, on: Wait): string {
	if (on.kind === 'timer') return words.after(sayDuration(on.duration, tree.language));
	return on.kind === 'date' ? words.at(on.date) : words[on.kind](on.name);
}

const time = (property: string, text: string): Part => ({
	$type: 'bpmn:TimerEventDefinition',
	[property]: { $type: 'bpmn:FormalExpression', body: isLiteralTime(text) ? text.trim() : `=${text}` },
});

function waitFor(building: Building, on: Wait): Pick<DraftNode, 'event'> {
	switch (on.kind) {
		case 'timer':
			return { event: { definition: time('timeDuration', on.duration) } };
		case 'date':
			return { event: { definition: time('timeDate', on.date) } };
		case 'signal': {
			const id = building.root({ $type: 'bpmn:Signal', name: on.name }, 'signal');
			return { event: { definition: { $type: 'bpmn:SignalEventDefinition' }, refersTo: { property: 'signalRef', id } } };
		}
		case 'message': {
			const extensionElements = extension({ $type: 'zeebe:Subscription', correlationKey: `=${on.key}` });
			const id = building.root({ $type: 'bpmn:Message', name: on.name, extensionElements }, 'message');
			return { event: { definition: { $type: 'bpmn:MessageEventDefinition' }, refersTo: { property: 'messageRef', id } } };
		}
	}
}
