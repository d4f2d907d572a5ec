import type { BpmnModdle } from 'bpmn-moddle';

let opening: Promise<BpmnModdle> | undefined;

/** Reads BPMN with Zeebe's extensions. One for all files: it learns the types of BPMN once. Loaded on first use. */
export function openModdle(): Promise<BpmnModdle> {
	return (opening ??= Promise.all([import('bpmn-moddle'), import('zeebe-bpmn-moddle/resources/zeebe.json')]).then(
		([{ BpmnModdle }, zeebe]) => new BpmnModdle({ zeebe: zeebe.default }),
	));
}
