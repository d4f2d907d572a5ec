/** A refusal or fault of the service: RFC 9457 with Troupe's code. */
export class Problem extends Error {
	constructor(
		/** 0 without an answer of a service. */
		readonly status: number,
		/** To branch on, such as `RATE_LIMITED`; `UNREACHABLE` without an answer of a service. */
		readonly code: string,
		message: string,
		readonly fix?: string,
		readonly requestId?: string,
		readonly details: Readonly<Record<string, unknown>> = {},
	) {
		super(message);
	}
}

interface ProblemDocument {
	code?: string;
	title?: string;
	detail?: string;
	fix?: string;
	requestId?: string;
	details?: Record<string, unknown>;
}

export async function readProblem(response: Response): Promise<Problem> {
	const document = await readDocument(response);
	const message = document.detail ?? document.title ?? `The service answered ${response.status}.`;
	return new Problem(response.status, document.code ?? 'UNKNOWN', message, document.fix, document.requestId, document.details);
}

async function readDocument(response: Response): Promise<ProblemDocument> {
	try {
		return (await response.json()) as ProblemDocument;
	} catch {
		// A proxy answered in place of the service.
		return {};
	}
}

export const toProblem = (fault: unknown): Problem =>
	fault instanceof Problem ? fault : new Problem(0, 'UNREACHABLE', fault instanceof Error ? fault.message : String(fault));
