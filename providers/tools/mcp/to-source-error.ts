import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { lost, ResponseTooLarge } from './bounded-answers';

/** The SDK's code for a response that is neither JSON nor a stream. */
const wrongType = -1;
const noServer = 'its response does not follow the MCP protocol';

/** Describes an error of the SDK, the transport or the system; quotes a server only for the model. */
export function describeFault(error: unknown): string {
	if (isTroupeError(error)) return error.message.replace(/\.$/, '');
	const { name, code, message, cause } = error as { name?: string; code?: unknown; message?: string; cause?: { code?: unknown } };
	if (isLost(error)) return message?.replace(/^MCP error -?\d{1,6}: /, '') ?? '';
	if (code === wrongType) return noServer;
	if (typeof code === 'number' && code >= 100 && !isAnswer(error)) return `it returned ${code}`;
	if (typeof code === 'number' && code === -32_001) return 'it did not respond in time';
	if (typeof code === 'number') return `it returned the error ${code}`;
	const system = cause?.code ?? code;
	if (typeof system === 'string') return `there is no connection (${system.slice(0, 40)})`;
	if (error instanceof ResponseTooLarge) return error.message;
	return name === 'ZodError' || name === '$ZodError' || name === 'SyntaxError'
		? 'its response does not follow the MCP protocol'
		: 'there is no connection';
}

/** The request was sent, but its response did not arrive. */
export class AnswerLost extends Error {
	constructor(cause: unknown) {
		super('the server ended the connection', { cause });
	}
}

export function isLost(error: unknown): boolean {
	return error instanceof AnswerLost || (error as { data?: { troupe?: unknown } }).data?.troupe === lost;
}

/** Whether the server lost the session: it ignored the request and requires a new session. */
export function isSessionGone(error: unknown): boolean {
	return !isAnswer(error) && (error as { code?: unknown }).code === 404;
}

/** Whether the error comes from the server itself, which received the request. */
export function isAnswer(error: unknown): boolean {
	return (error as { name?: unknown }).name === 'McpError' && !isLost(error);
}

export function unreachable(server: string, error: unknown): TroupeError {
	const refused = isTroupeError(error) && error.code !== 'TOOL_SOURCE_UNREACHABLE';
	return new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The MCP server "${server}" cannot be used: ${describeFault(error)}.`,
		fix: refused ? error.fix : suggestFix(error),
		retryable: !refused,
		details: { server },
	});
}

function suggestFix(error: unknown): string {
	const { code } = error as { code?: unknown };
	if (code === 401 || code === 403) return "Check the secret in the server's headers and its permissions.";
	if (code === 404 || code === 405)
		return "Check the server's address: it must be its endpoint for streamable HTTP, which often ends in /mcp.";
	if (code === 'ENOENT') return 'Install the program, or specify its full path.';
	return 'Check that the server is running, and that the address or command in its definition leads to an MCP server.';
}
