import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isTroupeError, getErrorMessage, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { readAttempts } from '../../core/llm/attempts';
import type { ModelAttempt } from '../../core/ports/models/models';
import { linkRun } from './console-links';

/** Facts about a fault in an item's `error` branch and in a failed execution. */
interface ErrorFacts {
	message: string;
	/** INTERNAL where the fault is not one of Troupe's own. */
	code: TroupeErrorCode;
	fix?: string;
	/** True if the same call may succeed later without a change by a person. */
	retryable: boolean;
	/** The run that failed: `troupe run show` shows it. */
	runId?: string;
	/** Its address in the console, where the service has a public one. */
	runUrl?: string;
	retryAfterSeconds?: number;
	/** The attempts of models, if any were called: what each took and cost. */
	attempts?: ModelAttempt[];
}

export function errorFacts(error: unknown): ErrorFacts {
	const attempts = readAttempts(error);
	if (isTroupeError(error)) {
		const { message, code, fix, retryable, details } = error;
		const retryAfterSeconds = readSeconds(error);
		return {
			message,
			code,
			fix,
			retryable,
			...(retryAfterSeconds && { retryAfterSeconds }),
			...(typeof details.runId === 'string' && { runId: details.runId, ...linkRun(details.runId) }),
			...(attempts.length > 0 && { attempts }),
		};
	}
	const fix = error instanceof NodeApiError || error instanceof NodeOperationError ? (error.description ?? undefined) : undefined;
	return { message: getErrorMessage(error), code: 'INTERNAL', fix, retryable: false };
}

/**
 * Translates any thrown value into what n8n shows: what and where in the message, the fix and the code in its description.
 * @param isStreamed n8n shows the description to the person who chats: what happened then stands there, and the fix follows in the message
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number, isStreamed = false): NodeOperationError | NodeApiError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!isTroupeError(error)) return new NodeOperationError(node, error instanceof Error ? error : getErrorMessage(error), { itemIndex });
	// The cause stays behind: it may hold a request with what must not be shown.
	const hint = [error.fix, `(${error.code})`, describeAttempts(error), describePlace(error)].filter(Boolean).join(' ');
	const [message, description] = isStreamed ? [`${error.message} ${hint}`, error.message] : [error.message, hint];
	const shown = withOwnWords(new NodeOperationError(node, message, { description, itemIndex }), message);
	translated.set(shown, error);
	return shown;
}

/** Translates a wrong option for the toast at publishing, in which n8n shows the message alone: it says what to write, too. */
export function toPublishError(node: INode, error: unknown): NodeOperationError | NodeApiError {
	if (!isTroupeError(error) || error.code !== 'INPUT_INVALID' || error.fix === undefined) return toNodeError(node, error);
	const { code, message, fix, cause } = error;
	return toNodeError(node, new TroupeError({ code, message: `${message} ${fix}`, cause }));
}

/** Beside the errors: n8n saves what an error holds. */
const translated = new WeakMap<object, TroupeError>();

/** Returns the fault that `toNodeError` translated: a node of ours that calls another one needs its code and its attempts. */
export function faultBehind(shown: object): TroupeError | undefined {
	return translated.get(shown);
}

function describePlace({ details: { runId } }: TroupeError): string {
	const { runUrl } = typeof runId === 'string' ? linkRun(runId) : {};
	return runUrl === undefined ? '' : `The run: ${runUrl}`;
}

const readSeconds = ({ retryAfterMs }: TroupeError) => (retryAfterMs ? Math.ceil(retryAfterMs / 1000) : undefined);

function describeAttempts(error: TroupeError): string {
	const tries = readAttempts(error).map(({ model, ok, errorCode }) => `${model} ${ok ? 'answered' : (errorCode ?? 'failed')}`);
	const different = [...new Set(tries)];
	if (different.length > 1) return `Asked: ${different.join(', ')}.`;
	const seconds = readSeconds(error);
	return seconds ? `Try again in ${seconds} s.` : '';
}

/** n8n puts a general sentence in place of any message that holds a system's code, such as ENOENT; ours says more. */
export function withOwnWords<Shown extends NodeOperationError | NodeApiError>(shown: Shown, message: string): Shown {
	shown.message = message;
	shown.messages = [];
	return shown;
}
