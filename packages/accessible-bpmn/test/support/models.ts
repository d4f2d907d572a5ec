import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { layoutProcess } from '../../../../bpmn/layout/layout-process';
import { contractCases } from '../../../../test/contract/cases/index';

const root = join(__dirname, '../../../..');

export interface TestModel {
	readonly name: string;
	readonly xml: () => Promise<string> | string;
}

export const examples: TestModel[] = globSync('examples/**/*.bpmn', { cwd: root })
	.sort()
	.map((file) => ({ name: basename(file), xml: () => readFileSync(join(root, file), 'utf8') }));

/** The first cases of each family, drawn: they have no diagrams. */
export function pickCases(ofEach: number): TestModel[] {
	const counts = new Map<string, number>();
	return contractCases.flatMap(({ id, family, resources }) => {
		const count = (counts.get(family) ?? 0) + 1;
		counts.set(family, count);
		if (family === 'odd-xml') return [];
		const model = resources?.find(({ name }) => name.endsWith('.bpmn'));
		return model && count <= ofEach ? [{ name: `${family}: ${id}`, xml: () => layoutProcess(model.name, model.content) }] : [];
	});
}

const shell = (body: string, shapes: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
	xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="http://test">
<bpmn:process id="process" name="Test" isExecutable="true">${body}</bpmn:process>
<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="process">${shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** A process as it is written, with the diagram that Troupe draws for it. */
export const draw = (body: string): Promise<string> => layoutProcess('test.bpmn', shell(body, ''));

export function chainOf(count: number): string {
	const ids = Array.from({ length: count }, (_, index) => `task${index + 1}`);
	const flows = ids.slice(1).map((id, index) => `<bpmn:sequenceFlow id="flow${index + 1}" sourceRef="${ids[index]}" targetRef="${id}"/>`);
	const tasks = ids.map((id) => `<bpmn:serviceTask id="${id}" name="Step ${id}"/>`);
	const shapes = ids.map((id, index) => {
		const bounds = `x="${(index % 25) * 150}" y="${Math.floor(index / 25) * 120}" width="100" height="80"`;
		return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds ${bounds}/></bpmndi:BPMNShape>`;
	});
	const edges = flows.map((_, index) => {
		const at = (step: number): string => `<di:waypoint x="${(step % 25) * 150 + 50}" y="${Math.floor(step / 25) * 120 + 40}"/>`;
		return `<bpmndi:BPMNEdge id="flow${index + 1}_di" bpmnElement="flow${index + 1}">${at(index)}${at(index + 1)}</bpmndi:BPMNEdge>`;
	});
	return shell([...tasks, ...flows].join(''), [...shapes, ...edges].join(''));
}

const shape = (id: string, x: number): string =>
	`<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="100" width="100" height="80"/></bpmndi:BPMNShape>`;
const edge = (id: string, from: number, to: number): string =>
	`<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><di:waypoint x="${from}" y="140"/><di:waypoint x="${to}" y="140"/></bpmndi:BPMNEdge>`;

/** A collapsed sub-process, whose inside has a plane of its own. */
export const drilldown = shell(
	`<bpmn:task id="before-it" name="Before"/><bpmn:sequenceFlow id="a" sourceRef="before-it" targetRef="hidden"/>
	<bpmn:subProcess id="hidden" name="Hidden"><bpmn:task id="inside" name="Inside"/>
	<bpmn:sequenceFlow id="b" sourceRef="inside" targetRef="after-it"/><bpmn:task id="after-it" name="After"/></bpmn:subProcess>`,
	shape('before-it', 100) + shape('hidden', 300) + edge('a', 200, 300),
).replace(
	'</bpmn:definitions>',
	`<bpmndi:BPMNDiagram id="second"><bpmndi:BPMNPlane id="second-plane" bpmnElement="hidden">${shape('inside', 100)}${shape('after-it', 300)}${edge('b', 200, 300)}
	</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`,
);
