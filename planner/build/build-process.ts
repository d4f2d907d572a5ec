import { layoutProcess } from '../../bpmn/layout/layout-process';
import { parseSchedule } from '../../bpmn/timer';
import type { Block, PlanTree } from '../tree/plan-tree';
import { buildForm } from './build-forms';
import { buildTask } from './build-tasks';
import { buildChoice, buildEvent, buildLoop, buildParallel } from './build-ways';
import { Building } from './building';
import { type DraftNode, newScope, type Part, type Scope, type Way } from './draft';
import { mapping } from './job-parts';
import { writeModel } from './write-model';

/**
 * Builds a process of a tree in which `checkTree` finds nothing: BPMN with its diagram first, then the forms.
 * The same tree gives the same bytes. Elements have the ids of their blocks.
 */
export async function buildProcess(tree: PlanTree): Promise<Array<{ name: string; content: string }>> {
	const building = new Building(tree, (blocks, way, scope) => placeBlocks(building, blocks, way, scope));
	const scope = newScope();
	const begun = building.add(scope, describeStart(building));
	const done = placeBlocks(building, tree.do, begun, scope);
	if (done) building.add(scope, { id: building.ids.take('end'), type: 'EndEvent', name: building.words.done }, done);
	const name = `${tree.id}.bpmn`;
	const content = await layoutProcess(name, await writeModel(tree, scope, building.roots));
	return [{ name, content }, ...building.forms];
}

/** Draws blocks that follow each other. Returns where the next one begins; undefined if every way ends. */
function placeBlocks(building: Building, blocks: readonly Block[], way: Way, scope: Scope): Way | undefined {
	let open: Way | undefined = way;
	for (const block of blocks) {
		if (!open) return undefined;
		open = placeBlock(building, block, open, scope);
	}
	return open;
}

function placeBlock(building: Building, block: Block, way: Way, scope: Scope): Way | undefined {
	switch (block.kind) {
		case 'choice':
			return buildChoice(building, block, way, scope);
		case 'parallel':
			return buildParallel(building, block, way, scope);
		case 'loop':
			return buildLoop(building, block, way, scope);
		case 'event':
			return buildEvent(building, block, way, scope);
		case 'end':
			building.end(scope, way, block.id, block.name, block.cancels ? 'cancel' : 'end');
			return undefined;
		default:
			return buildTask(building, block, way, scope);
	}
}

function describeStart(building: Building): DraftNode {
	const { tree, words } = building;
	const id = building.ids.take('start');
	const { trigger, inputs } = tree;
	const form = trigger.kind === 'form' ? buildForm(building, id, { text: tree.purpose, shows: [], asks: inputs }) : undefined;
	const formPart: Part[] = form === undefined ? [] : [{ $type: 'zeebe:FormDefinition', formId: form, bindingType: 'deployment' }];
	// Inputs that nobody gave are null from here on.
	const given = mapping({}, Object.fromEntries(inputs.map(({ name }) => [name, `=${name}`])));
	return {
		id,
		type: 'StartEvent',
		name: trigger.kind === 'message' ? words.message(trigger.name) : words.start,
		extensions: [...formPart, ...given],
		...describeTrigger(building),
	};
}

function describeTrigger(building: Building): Pick<DraftNode, 'event'> {
	const { trigger } = building.tree;
	if (trigger.kind === 'message') {
		const id = building.root({ $type: 'bpmn:Message', name: trigger.name }, 'message');
		return { event: { definition: { $type: 'bpmn:MessageEventDefinition' }, refersTo: { property: 'messageRef', id } } };
	}
	if (trigger.kind !== 'timer') return {};
	const isDate = !('fault' in parseSchedule('date', trigger.at, 0));
	const body = { $type: 'bpmn:FormalExpression', body: trigger.at };
	return { event: { definition: { $type: 'bpmn:TimerEventDefinition', [isDate ? 'timeDate' : 'timeCycle']: body } } };
}

