import { loadFeel } from '../../../bpmn/feel';
import type { Feel } from '../../../bpmn/feel/feel-port';
import { getErrorMessage, type TroupeError } from '../../../core/base/errors';
import type { Job, JobAnswer } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { invalidJob } from '../job-input';

/** The failure as the task's expressions see it, named as in Camunda's connectors. */
export interface MappedError {
	/** A status as text, or the code of a fault: `404`, `HTTP_TIMEOUT`, `TOOL_INVALID`. */
	code: string;
	message: string;
}

export interface ResultMapping {
	/** Returns the outcome of the error expression; undefined if it decides nothing. */
	judge(response: unknown, error: MappedError | null): JobAnswer | undefined;
	/** Judges a failure without a response; logs a fault that the process ignores. */
	judgeFault(fault: TroupeError): JobAnswer | undefined;
	/** @param names what the expression sees; default: `response` */
	toVariables(response: unknown, names?: Variables): Variables;
}

/** Default variable of a response. */
const usualVariable = 'response';

/** @throws TroupeError INPUT_INVALID for an expression that is not FEEL */
export async function readResultMapping(job: Job): Promise<ResultMapping> {
	const result = expressionOf(job, 'resultExpression');
	const error = expressionOf(job, 'errorExpression');
	const named = job.headers.resultVariable?.trim();
	const variable = named || (result === undefined ? usualVariable : undefined);
	// In a loop, no response of an earlier job remains.
	const none: Variables = variable === undefined ? {} : { [variable]: null };
	const feel = await loadFeel('8.8');
	for (const [name, text] of Object.entries({ resultExpression: result, errorExpression: error }))
		if (text !== undefined) check(feel, job, name, text);

	const judge: ResultMapping['judge'] = (response, failure) => {
		if (error === undefined) return undefined;
		const decision = evaluate(feel, job, 'errorExpression', error, { response, error: failure });
		if (decision === null || decision === undefined) return undefined;
		return toOutcome(decision, failure, job, none);
	};
	return {
		judge,
		judgeFault({ code, message }) {
			const judged = judge(null, { code, message });
			return judged?.kind === 'complete' ? { ...judged, ignored: { code, message } } : judged;
		},
		toVariables(response, names = { response }) {
			const base = variable === undefined ? {} : { [variable]: response };
			if (result === undefined) return base;
			const mapped = evaluate(feel, job, 'resultExpression', result, names);
			if (isContext(mapped)) return { ...base, ...mapped };
			throw invalidJob(
				job,
				'has a resultExpression whose result is not a context',
				'Write the variables as a context: ={orderId: response.body.id}.',
			);
		},
	};
}

export const hasResultMapping = ({ headers }: Job): boolean =>
	[headers.resultVariable, headers.resultExpression].some((text) => text !== undefined && text.trim() !== '');

/** Camunda Modeler writes expressions with a leading `=`. */
function expressionOf({ headers }: Job, name: string): string | undefined {
	return headers[name]?.trim().replace(/^=/, '').trim() || undefined;
}

function check(feel: Feel, job: Job, name: string, text: string): void {
	const problem = feel.findProblem(text);
	if (problem) throw invalidJob(job, `has a ${name} that cannot be evaluated: ${problem.message}`, problem.fix);
}

function evaluate(feel: Feel, job: Job, name: string, text: string, names: Variables): unknown {
	const lookUp = (variable: string): unknown => (Object.hasOwn(names, variable) ? names[variable] : job.variables[variable]);
	try {
		return feel.evaluate(text, { lookUp, now: () => Date.now(), functions }).value;
	} catch (cause) {
		throw invalidJob(
			job,
			`has a ${name} that failed: ${getErrorMessage(cause)}`.replace(/\.$/, ''),
			'Correct the expression, then resolve the incident.',
		);
	}
}

/** The functions of Camunda's connectors: https://docs.camunda.io/docs/components/connectors/use-connectors/#function-bpmnerror */
const functions = {
	bpmnError: ([code, message = null, variables = null]: unknown[]) => ({ errorType: 'bpmnError', code, message, variables }),
	jobError: ([message, variables = null, retries = null, retryBackoff = null]: unknown[]) => ({
		errorType: 'jobError',
		message,
		variables,
		retries,
		retryBackoff,
	}),
	ignoreError: ([variables = null]: unknown[]) => ({ errorType: 'ignoreError', variables }),
};

function toOutcome(decision: unknown, failure: MappedError | null, job: Job, none: Variables): JobAnswer {
	const { errorType = 'bpmnError', code, message, variables, retries, retryBackoff } = isContext(decision) ? decision : {};
	const said = typeof message === 'string' ? message : (failure?.message ?? 'The error expression of the task decided so.');
	const set = { ...none, ...(isContext(variables) ? variables : {}) };
	if (errorType === 'ignoreError') return { kind: 'complete', variables: set };
	if (errorType === 'jobError') {
		const left = isCount(retries) ? retries : job.retries - 1;
		return { kind: 'fail', code: failure?.code, message: said, retries: left, backoffMs: readBackoffMs(job, retryBackoff) };
	}
	if (errorType === 'bpmnError' && typeof code === 'string' && code !== '')
		return { kind: 'bpmn-error', errorCode: code, message: said, variables: set };
	throw invalidJob(
		job,
		'has an errorExpression whose result is neither null nor an error',
		'Return null, bpmnError("CODE", "message"), jobError("message") or ignoreError(): =if error.code = "404" then bpmnError("NOT_FOUND", error.message) else null.',
	);
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** Converted to JSON, a duration is a text. */
function readBackoffMs(job: Job, duration: unknown): number | undefined {
	return typeof duration === 'string' ? readDuration(job, 'retryBackoff', duration) : undefined;
}

const isContext = (value: unknown): value is Variables => typeof value === 'object' && value !== null && !Array.isArray(value);

const durationForm = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Returns a duration such as PT30S in milliseconds. @throws TroupeError INPUT_INVALID */
export function readDuration(job: Job, name: string, text: string): number {
	const [whole, ...parts] = durationForm.exec(text.trim()) ?? [];
	if (whole === undefined || parts.every((part) => part === undefined))
		throw invalidJob(job, `has a ${name} that is not a duration`, 'Write it as PT30S for 30 seconds, PT5M for 5 minutes.');
	const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
	return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
