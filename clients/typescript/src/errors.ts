/** What a service refuses, or a run that failed while its caller waited: RFC 9457, with Troupe's code. */
export class TroupeError extends Error {
	override readonly name = 'TroupeError';

	constructor(
		/** To branch on, such as `RATE_LIMITED`; `UNREACHABLE` where no service answered. */
		readonly code: string,
		message: string,
		readonly details: {
			/** Undefined where no service answered. */
			status?: number;
			fix?: string;
			retryable?: boolean;
			/** The run that it is about. */
			runId?: string;
			requestId?: string;
			cause?: unknown;
		} = {},
	) {
		super(message, { cause: details.cause });
	}

	get runId(): string | undefined {
		return this.details.runId;
	}

	get fix(): string | undefined {
		return this.details.fix;
	}

	/** Undefined where no service answered. */
	get status(): number | undefined {
		return this.details.status;
	}

	get retryable(): boolean {
		return this.details.retryable === true;
	}

	get requestId(): string | undefined {
		return this.details.requestId;
	}
}

interface Problem {
	code?: string;
	title?: string;
	detail?: string;
	fix?: string;
	retryable?: boolean;
	runId?: string;
	requestId?: string;
}

/** @param body the document, or undefined where there is no document */
export function toError(status: number, body: unknown): TroupeError {
	const { code, title, detail, fix, retryable, runId, requestId } = (typeof body === 'object' && body !== null ? body : {}) as Problem;
	return new TroupeError(code ?? title ?? 'UNKNOWN', detail ?? `The service answered ${status}.`, {
		status,
		fix,
		retryable,
		runId,
		requestId,
	});
}
