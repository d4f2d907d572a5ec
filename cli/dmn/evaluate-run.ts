import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { parseJson, stringifyJson } from '../../core/base/text/json/lossless-json';
import type { Decisions } from '../../bpmn/dmn/standard/open-decisions';
import { answerLines, readExactId } from '../terminal/json-lines';
import { maxLineCharacters, type Line } from '../terminal/line-reader';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readModels } from './read-models';

export interface EvaluateOptions {
	model: string;
	/** Paths; none, or `-`, for standard input. */
	inputs: string[];
}

/**
 * Answers each line `{"id", "decision", "variables"}` with `{"id", "result"}` or `{"id", "error"}`, in order, as input arrives.
 * @returns 2 after a line that is not such an object, otherwise 0
 */
export async function runEvaluate({ model, inputs }: EvaluateOptions, terminal: Terminal): Promise<ExitCode> {
	const { openDecisions } = await import('../../bpmn/dmn/standard/open-decisions');
	const decisions = openDecisions(await readModels(model));
	let exitCode: ExitCode = 0;
	const answer = (line: Line): Promise<string> | undefined => {
		if (line.text?.trim() === '') return undefined;
		const { text, isValid } = answerLine(line, decisions);
		if (!isValid) exitCode = 2;
		return Promise.resolve(text);
	};
	await answerLines({ files: inputs, answer }, terminal);
	return exitCode;
}

interface Answer {
	text: string;
	isValid: boolean;
}

function answerLine(line: Line, decisions: Decisions): Answer {
	const id = findId(line.text);
	try {
		const { decision, variables } = readRequest(line);
		const { value } = decisions.evaluate(decision, variables);
		return { text: stringifyJson({ ...id, result: value }), isValid: true };
	} catch (error) {
		if (!(error instanceof TroupeError)) throw error;
		return { text: stringifyJson({ ...id, error: getErrorMessage(error) }), isValid: error.code !== 'INPUT_INVALID' };
	}
}

/** The id as it is written, where the line has one. */
function findId(text: string | undefined): { id?: unknown } {
	try {
		const id = readExactId(text ?? '');
		return id === undefined ? {} : { id };
	} catch {
		// Not a JSON object: readRequest says so.
		return {};
	}
}

/** @throws TroupeError INPUT_INVALID */
function readRequest({ text, number }: Line): { decision: string; variables: Record<string, unknown> } {
	if (text === undefined) throw invalid(`Line ${number} is longer than ${maxLineCharacters} characters`);
	let request: unknown;
	try {
		request = parseJson(text);
	} catch (fault) {
		throw invalid(`Line ${number} is not JSON: ${jsonFault(fault)}`);
	}
	if (!isObject(request)) throw invalid(`Line ${number} is not an object`);
	const { decision, variables = {} } = request;
	if (typeof decision !== 'string' || decision.trim() === '')
		throw invalid(`"decision" of line ${number} is not the name or id of a decision`);
	if (!isObject(variables)) throw invalid(`"variables" of line ${number} is not an object`);
	return { decision, variables };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (problem: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${problem}. Expected {"id": …, "decision": "…", "variables": {…}} on one line.`,
		fix: 'Correct the line.',
	});
