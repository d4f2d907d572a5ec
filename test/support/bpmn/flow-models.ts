import { collectFindings, definitions, escapeXml, extensions, writeProcess } from './test-models';

/** Collects the rule's findings in a process that begins at the start event `s`. */
export const findInFlow = (rule: string, ...elements: string[]): Promise<string[]> =>
	collectFindings(rule, [definitions(writeProcess('p', '<bpmn:startEvent id="s"/>', ...elements))]);

export const gateway = (id: string, kind = 'exclusive', attributes = ''): string => `<bpmn:${kind}Gateway id="${id}" ${attributes}/>`;
export const task = (id: string): string => `<bpmn:manualTask id="${id}"/>`;
export const end = (id = 'e'): string => `<bpmn:endEvent id="${id}"/>`;

/** A service task with mappings of the form `target = source`. */
export const service = (id: string, type: string, ...outputs: Array<[target: string, source: string]>): string =>
	`<bpmn:serviceTask id="${id}">${extensions(
		`<zeebe:taskDefinition type="${type}"/>`,
		outputs.length === 0
			? ''
			: `<zeebe:ioMapping>${outputs.map(([target, source]) => `<zeebe:output source="${escapeXml(source)}" target="${target}"/>`).join('')}</zeebe:ioMapping>`,
	)}</bpmn:serviceTask>`;

/** Flows along a path such as `s > a > b`. */
export const path = (text: string): string =>
	text
		.split(' > ')
		.slice(1)
		.map((target, index) => flow(text.split(' > ')[index]!, target))
		.join('');

export const flow = (source: string, target: string, condition?: string): string =>
	`<bpmn:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${
		condition === undefined ? '' : `<bpmn:conditionExpression>${escapeXml(condition)}</bpmn:conditionExpression>`
	}</bpmn:sequenceFlow>`;
