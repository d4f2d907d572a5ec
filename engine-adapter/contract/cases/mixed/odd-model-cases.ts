import type { ContractCase } from '../../contract-case';
import { throwOf } from '../../event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	inclusiveGateway,
	type ModelPart,
	parallelGateway,
	scriptTask,
	startEvent,
	subProcess,
} from '../../model-builder';
import { deployProcess, playProcess } from '../define-case';
import { around } from '../shapes';

const script = scriptTask('work', '=1', 'n');
/** From the element to the end the condition stands, which never holds. */
const conditional = (part: ModelPart): ModelPart[] => [
	startEvent(),
	part,
	endEvent(),
	...chain('start', part.id),
	flow('conditional', part.id, 'end', '=false'),
];
const extended = (part: ModelPart, extension: string): ModelPart => ({
	...part,
	extensions: part.extensions
		? part.extensions.replace('</bpmn:extensionElements>', `${extension}</bpmn:extensionElements>`)
		: `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`,
});
const looping = (attributes: string): ModelPart => {
	const part = forEach(script, { inputCollection: '=[1, 2]', inputElement: 'item', outputCollection: 'all', outputElement: '=item' });
	return {
		...part,
		content: part.content!.replace(
			'<bpmn:multiInstanceLoopCharacteristics isSequential="false"',
			`<bpmn:multiInstanceLoopCharacteristics${attributes}`,
		),
	};
};
/** The flow of the second case has no name in <outgoing>: `render` writes them for the ends of a flow. */
const unnamed = (parts: ModelPart[]): ModelPart[] => parts.map(({ ends: _ends, ...part }) => part);

/** Cases of XML that other tools write and modelers do not. */
export const oddModelCases: ContractCase[] = [
	playProcess('odd-condition-start', 'a flow with a condition out of a start event', [
		startEvent(),
		endEvent(),
		flow('conditional', 'start', 'end', '=false'),
	]),
	playProcess('odd-condition-task', 'a flow with a condition out of a task', conditional(script)),
	playProcess('odd-condition-parallel', 'a flow with a condition out of a parallel gateway', conditional(parallelGateway('fork'))),
	playProcess('odd-condition-event', 'a flow with a condition out of an event', conditional(throwOf('passed'))),
	playProcess(
		'odd-condition-sub-process',
		'a flow with a condition out of a sub-process',
		conditional(subProcess('inner', [startEvent('begin'), endEvent('finish'), ...chain('begin', 'finish')])),
	),
	playProcess('odd-condition-unnamed', 'a flow with a condition that its task does not name', unnamed(conditional(script))),
	playProcess(
		'odd-choice-unnamed',
		'an exclusive gateway that does not name its flows, one of which has no condition',
		unnamed([
			startEvent(),
			exclusiveGateway('choose'),
			endEvent(),
			endEvent('other'),
			...chain('start', 'choose', 'end'),
			flow('conditional', 'choose', 'other', '=false'),
		]),
	),
	playProcess(
		'odd-choices-unnamed',
		'an inclusive gateway that does not name its flows, none of which has a condition',
		unnamed([
			startEvent(),
			inclusiveGateway('choose'),
			endEvent(),
			endEvent('other'),
			...chain('start', 'choose', 'end'),
			...chain('choose', 'other'),
		]),
	),
	playProcess(
		'odd-loop-condition-literal',
		'a multi-instance whose completion condition is a literal',
		around(forEach(script, { inputCollection: '=[1, 2]', completionCondition: 'true' })),
	),
	playProcess('odd-extension-unknown', 'an extension of Zeebe that there is not', around(extended(script, '<zeebe:unknown name="x"/>'))),
	playProcess(
		'odd-extension-elsewhere',
		'extensions of Zeebe at an element where they mean nothing',
		around(
			extended(
				script,
				'<zeebe:versionTag value="1"/><zeebe:calledDecision decisionId="a" resultVariable="b"/><zeebe:subscription correlationKey="=1"/><zeebe:loopCharacteristics inputCollection="=[1]"/>',
			),
		),
	),
	deployProcess(
		'odd-task-listeners',
		'task listeners at a script task',
		around(extended(script, '<zeebe:taskListeners><zeebe:taskListener eventType="complete" type="x"/></zeebe:taskListeners>')),
	),
	playProcess('odd-loop-one', 'a multi-instance that is sequential by 1', around(looping(' isSequential="1"'))),
	playProcess('odd-loop-neither', 'a multi-instance that is neither sequential nor parallel', around(looping(' isSequential="maybe"'))),
	playProcess('odd-loop-attribute', 'a multi-instance with an attribute that BPMN does not have', around(looping(' collection="items"'))),
	playProcess('odd-loop-behavior', 'a multi-instance whose behavior BPMN does not have', around(looping(' behavior="Some"'))),
	playProcess(
		'odd-loop-twice',
		'a multi-instance with two collections',
		around({
			...looping(''),
			content: looping('').content!.replace('<zeebe:loop', '<zeebe:loopCharacteristics inputCollection="=[1]"/><zeebe:loop'),
		}),
	),
];
