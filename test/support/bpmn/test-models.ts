import { lintProcesses, type LintOptions } from '../../../bpmn/lint/lint-processes';

/** A file of these processes and root elements. */
export function definitions(...rootElements: string[]): string {
	return (
		'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
		`id="definitions" targetNamespace="http://troupe.example/rules">\n${rootElements.join('\n')}\n</bpmn:definitions>`
	);
}

export const writeProcess = (id: string, ...elements: string[]): string =>
	`<bpmn:process id="${id}" isExecutable="true">\n${elements.join('\n')}\n</bpmn:process>`;

/** Makes a text fit for an attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const extensions = (...parts: string[]): string => `<bpmn:extensionElements>${parts.join('')}</bpmn:extensionElements>`;

export const job = (type: string, ...more: string[]): string =>
	`<bpmn:serviceTask id="work">${extensions(`<zeebe:taskDefinition type="${type}"/>`, ...more)}</bpmn:serviceTask>`;

export const boundary = (attachedTo: string, errorRef?: string): string =>
	`<bpmn:boundaryEvent id="caught" attachedToRef="${attachedTo}"><bpmn:errorEventDefinition${errorRef === undefined ? '' : ` errorRef="${errorRef}"`}/></bpmn:boundaryEvent>`;

export const call = (id: string, processId: string): string =>
	`<bpmn:callActivity id="${id}">${extensions(`<zeebe:calledElement processId="${processId}"/>`)}</bpmn:callActivity>`;

/** Collects the findings of a rule in files deployed together, as `file:element message`. */
export async function collectFindings(rule: string, files: string[], options: Partial<LintOptions> = {}): Promise<string[]> {
	const named = files.map((content, index) => ({ name: `${index + 1}.bpmn`, content }));
	const findings = await lintProcesses(named, { target: '8.6', ...options });
	return findings
		.filter((finding) => finding.rule === `troupe/${rule}`)
		.map(({ file, elementId, message }) => `${file}:${elementId} ${message}`);
}
