import { parseIfJson } from '../../../../core/base/text/json/parse-if-json';
/** A response of any status but success. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;
	readonly headers: Headers;
	/** The server's description, usually with `message`, `code`, `type` and `param`; undefined if the body is not JSON. */
	readonly error: unknown;

	constructor(
		{ status, headers }: Response,
		readonly body: string,
	) {
		super(`The server refused the request with the status ${status}.`);
		this.status = status;
		this.headers = headers;
		this.error = findError(parseIfJson(body));
	}
}

/** The protocol has `error`; servers of vLLM and FastAPI have its fields without it, or `detail`. */
function findError(body: unknown): unknown {
	if (typeof body !== 'object' || body === null) return undefined;
	const { error, detail, message = detail, ...fields } = body as Record<string, unknown>;
	if (error !== undefined && error !== null) return error;
	return { ...fields, message: typeof message === 'string' ? message : JSON.stringify(message) };
}
