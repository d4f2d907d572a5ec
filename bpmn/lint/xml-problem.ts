import { readReason } from '../reading/read-process';

const brokenReference = 'Open the file in Camunda Modeler, correct the broken references and save it again.';
const notBpmn = 'Name a BPMN file: its first element is <bpmn:definitions>.';

/** Fixes by the problem that a reader of XML reports. The first match counts. */
const fixes: Array<[problem: RegExp, fix: string]> = [
	[/duplicate ID/, 'Give each element an id of its own, and name it in the flows and shapes that belong to it.'],
	[/document type declaration/, 'Remove <!DOCTYPE …> with all that is in it: BPMN needs none.'],
	[/it has no element/, 'The file is empty: save the model again, or restore it.'],
	[/outside the root element|failed to parse document as/, notBpmn],
	[/unresolved reference|has no attribute "(?:sourceRef|targetRef|attachedToRef)"/, brokenReference],
];

const otherwise = 'Correct the XML there, or open the file in Camunda Modeler and save it again.';

export interface XmlProblem {
	/** From 1. Absent if the reader does not name it. */
	line?: number;
	message: string;
	fix: string;
}

/** Describes a problem with its place and a fix. @param text the message of the reader */
export function describeXmlProblem(text: string): XmlProblem {
	const { line, reason } = readReason(text);
	return {
		...(line !== undefined && { line }),
		message: reason.slice(0, 300),
		fix: fixes.find(([problem]) => problem.test(text))?.[1] ?? otherwise,
	};
}
