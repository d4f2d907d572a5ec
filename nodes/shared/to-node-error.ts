import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isTroupeError, messageOf, type TroupeErrorCode } from '../../core/errors';

/** What an item's `error` branch and a failed execution can tell a workflow about a fault. */
export interface ErrorFacts {
	message: string;
	/** INTERNAL where the fault is not one of Troupe's own. */
	code: TroupeErrorCode;
	fix?: string;
	/** Whether the same call may succeed later without a change by a person. */
	retryable: boolean;
}

/** The facts of any thrown value. */
export function errorFacts(error: unknown): ErrorFacts {
	if (isTroupeError(error)) return { message: error.message, code: error.code, fix: error.fix, retryable: error.retryable };
	const fix = error instanceof NodeApiError || error instanceof NodeOperationError ? (error.description ?? undefined) : undefined;
	return { message: messageOf(error), code: 'INTERNAL', fix, retryable: false };
}

/** Translates any thrown value into what n8n shows: what and where in the message, the fix and the code in its description. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeOperationError | NodeApiError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!isTroupeError(error)) return new NodeOperationError(node, error instanceof Error ? error : messageOf(error), { itemIndex });
	// The cause stays behind: it may hold a request with what must not be shown.
	const description = [error.fix, `(${error.code})`].filter(Boolean).join(' ');
	return withOwnWords(new NodeOperationError(node, error.message, { description, itemIndex }), error.message);
}

/** n8n puts a general sentence in place of any message that holds a system's code, such as ENOENT; ours says more. */
export function withOwnWords<Shown extends NodeOperationError | NodeApiError>(shown: Shown, message: string): Shown {
	shown.message = message;
	shown.messages = [];
	return shown;
}
