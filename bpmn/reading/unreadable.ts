import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import type { Problem } from './process-model';

export const emptyFileFix = 'The file is empty: save the model again, or restore it.';

/** Fixes by the problem that a reader of XML reports. The first match counts. */
const listFixes = (language: string): Array<[problem: RegExp, fix: string]> => [
	[/duplicate ID/, 'Give each element an id of its own, and name it in the flows and shapes that belong to it.'],
	[/document type declaration/, `Remove <!DOCTYPE …> with all that is in it: ${language} needs none.`],
	[/it has no element/, emptyFileFix],
	[
		/outside the root element|failed to parse document as/,
		`Name a ${language} file: its first element is <${language === 'BPMN' ? 'bpmn:' : ''}definitions>.`,
	],
	[/has no attribute "(?:sourceRef|targetRef|attachedToRef)"/, 'Add the attribute, with the id of the element that it belongs to.'],
	[/unparsable content|unrecognized element|unknown (?:type|attribute)/, `Correct its name, or remove what is not ${language}.`],
];

export const fixReference = (id: string): string => `Add an element with id "${id}", or correct the reference.`;

const otherwise = 'Correct the XML there. If a modeler opens the file, save it from there.';

interface XmlProblem {
	/** From 1. Absent if the reader does not name it. */
	line?: number;
	message: string;
	fix: string;
}

/** Describes a problem with its place and a fix. @param text the message of the reader */
export function describeXmlProblem(text: string, language: 'BPMN' | 'DMN' = 'BPMN'): XmlProblem {
	const line = /line: (\d+)/.exec(text)?.[1];
	const missing = /unresolved reference <([^>]*)>/.exec(text)?.[1];
	return {
		...(line !== undefined && { line: Number(line) + 1 }),
		// A warning of the reader nests its reason.
		message: (/nested error: ([^\n]*)/.exec(text)?.[1] ?? text.split('\n', 1)[0]!).slice(0, 300),
		fix: missing === undefined ? (listFixes(language).find(([problem]) => problem.test(text))?.[1] ?? otherwise) : fixReference(missing),
	};
}

export function toUnreadable(file: string, language: 'BPMN' | 'DMN', cause: unknown): TroupeError {
	const problem = describeXmlProblem(getErrorMessage(cause), language);
	const place = problem.line === undefined ? '' : `line ${problem.line}: `;
	return new TroupeError({
		code: language === 'BPMN' ? 'PROCESS_INVALID' : 'DECISION_INVALID',
		message: `${file} is not ${language}: ${place}${problem.message}.`,
		fix: problem.fix,
		details: { problems: [{ file, ...problem }] },
		cause,
	});
}

/** @throws what is not a TroupeError */
export function toFileProblem(file: string, error: unknown): Problem {
	if (!isTroupeError(error)) throw error;
	const message = error.message.startsWith(file) ? error.message.slice(file.length).replace(/^:? /, '') : error.message;
	return { file, message: message.replace(/\.$/, ''), fix: error.fix ?? 'Correct the file.' };
}
