import type { Block, PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';

/** Type of the job that stands for a called process. */
const standInType = 'troupe:stand-in';

const maxStandIns = 50;

export function writeStandIns(tree: PlanTree): Array<{ name: string; content: string }> {
	const called = [...new Set(listCalled(tree.do))].filter((id) => /^[A-Za-z_][\w.-]{0,200}$/.test(id) && id !== tree.id);
	return called.slice(0, maxStandIns).map((id) => ({ name: `${id}.stand-in.bpmn`, content: writeProcess(id) }));
}

const listCalled = (blocks: Block[]): string[] =>
	[...walkBlocks(blocks, '')].flatMap(({ block }) => (block.kind === 'call' ? [block.process] : []));

const writeProcess = (id: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="${id}-definitions" targetNamespace="http://troupe.dev/stand-in">
  <process id="${id}" isExecutable="true">
    <startEvent id="${id}-start"><outgoing>${id}-begin</outgoing></startEvent>
    <sequenceFlow id="${id}-begin" sourceRef="${id}-start" targetRef="${id}-stand-in" />
    <serviceTask id="${id}-stand-in">
      <extensionElements><zeebe:taskDefinition type="${standInType}" retries="1" /></extensionElements>
      <incoming>${id}-begin</incoming><outgoing>${id}-finish</outgoing>
    </serviceTask>
    <sequenceFlow id="${id}-finish" sourceRef="${id}-stand-in" targetRef="${id}-end" />
    <endEvent id="${id}-end"><incoming>${id}-finish</incoming></endEvent>
  </process>
</definitions>
`;
