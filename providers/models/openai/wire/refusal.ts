import { parseIfJson } from '../../../../core/base/text/json/parse-if-json';
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status: number;
	readonly headers: Headers;
	/** Usually has `message`, `code`, `type` and `param`; undefined if the body is not JSON. */
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

/** The protocol uses `error`; vLLM and FastAPI put the fields at the top, or use `detail`. */
function findError(body: unknown): unknown {
	if (typeof body !== 'object' || body === null) return undefined;
	const { error, detail, message = detail, ...fields } = body as Record<string, unknown>;
	if (error !== undefined && error !== null) return error;
	return { ...fields, message: typeof message === 'string' ? message : JSON.stringify(message) };
}
