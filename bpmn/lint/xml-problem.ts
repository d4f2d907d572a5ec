const brokenReference = 'Open the file in Camunda Modeler, correct the broken references and save it again.';
const notBpmn = 'Name a BPMN file: its first element is <bpmn:definitions>.';

/** What a reader of XML says, and what to do about it. The first one that matches. */
const fixes: Array<[problem: RegExp, fix: string]> = [
	[/duplicate ID/, 'Give each element an id of its own, and name it in the flows and shapes that belong to it.'],
	[/document type declaration/, 'Remove <!DOCTYPE …> with all that is in it: BPMN needs none.'],
	[/it has no element/, 'The file is empty: save the model again, or restore it.'],
	[/outside the root element|failed to parse document as/, notBpmn],
	[/unresolved reference|has no attribute "(?:sourceRef|targetRef|attachedToRef)"/, brokenReference],
];

const otherwise = 'Correct the XML there, or open the file in Camunda Modeler and save it again.';

export interface XmlProblem {
	message: string;
	fix: string;
}

/** @param text of the reader: what it could not use, its place, and after "nested error" the reason, if it says one */
export function describeXmlProblem(text: string): XmlProblem {
	const reason = /nested error: (.+)/.exec(text)?.[1] ?? text.split('\n')[0]!;
	const message = reason.slice(0, 300);
	return { message, fix: fixes.find(([problem]) => problem.test(text))?.[1] ?? otherwise };
}
