import { certificateFix, findCertificateFault } from '../../../core/base/network/certificate-fault';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { unsignedAnswer } from '../../../core/ports/tools/result-misfit';
import { lost, ResponseTooLarge } from './bounded-answers';

/** The last revision with sessions. */
export const oldestRevision = '2025-11-25';
const newestRevision = '2026-07-28';

const noServer = 'its response does not follow the MCP protocol';

/** SDK codes for non-protocol responses. */
const unreadable = new Set(['CLIENT_HTTP_UNEXPECTED_CONTENT', 'INVALID_RESULT', 'UNSUPPORTED_RESULT_TYPE']);
const notParsed = new Set(['ZodError', '$ZodError', 'SyntaxError']);

/** Describes an error of SDK, transport or system; quotes servers only for the model. */
export function describeFault(error: unknown): string {
	const causes = listCauses(error);
	const own = findOwn(error);
	if (own) return own.message.replace(/\.$/, '');
	const { code, message } = error as { code?: unknown; message?: string };
	const revision = findForeignRevision(error);
	if (revision !== undefined) return `it speaks the revision ${revision} of MCP, and Troupe ${oldestRevision} and ${newestRevision}`;
	if (isLost(error) || isUnsigned(error)) return message?.replace(/^MCP error -?\d{1,6}: /, '') ?? '';
	const tooLarge = (causes as unknown[]).find((cause) => cause instanceof ResponseTooLarge);
	if (tooLarge) return tooLarge.message;
	if (causes.some((cause) => unreadable.has(String(cause.code)) || notParsed.has(cause.name ?? ''))) return noServer;
	const status = findStatus(error);
	if (status !== undefined) return `it returned ${status}`;
	if (code === 'REQUEST_TIMEOUT') return 'it did not respond in time';
	if (typeof code === 'number') return `it returned the error ${code}`;
	const untrusted = findCertificateFault(error);
	if (untrusted !== undefined) return `this machine does not trust its certificate (${untrusted})`;
	const system = findSystemCode(error);
	return system === undefined ? 'there is no connection' : `there is no connection (${system.slice(0, 40)})`;
}

interface Cause {
	name?: string;
	code?: unknown;
	data?: { status?: unknown; troupe?: unknown; tooLarge?: unknown };
	cause?: unknown;
}

function listCauses(error: unknown): Cause[] {
	const causes: Cause[] = [];
	for (let next = error; typeof next === 'object' && next !== null && causes.length < 10; next = (next as Cause).cause) causes.push(next);
	return causes;
}

const findOwn = (error: unknown): TroupeError | undefined => (listCauses(error) as unknown[]).find(isTroupeError);

export function findRefusal(error: unknown): TroupeError | undefined {
	const own = findOwn(error);
	return own && refusals.has(own.code) ? own : undefined;
}

const refusals = new Set(['TOOL_INVALID', 'TOOL_CHANGED', 'SANDBOX_LEVEL_TOO_LOW', 'NOT_SUPPORTED', 'DEPENDENCY_MISSING', 'INPUT_INVALID']);

export function findStatus(error: unknown): number | undefined {
	const status = listCauses(error).find(({ name, data }) => name === 'SdkHttpError' && typeof data?.status === 'number')?.data?.status;
	return status as number | undefined;
}

function findSystemCode(error: unknown): string | undefined {
	return listCauses(error).find(({ code }) => typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(code))?.code as
		| string
		| undefined;
}

const findForeignRevision = (error: unknown): string | undefined =>
	/protocol version is not supported: (\d{4}-\d{2}-\d{2})$/.exec((error as { message?: string }).message ?? '')?.[1];

/** True if no server was reached: no connection, or forbidden by this host. */
export const isUnreached = (error: unknown): boolean =>
	findSystemCode(error) !== undefined || findCertificateFault(error) !== undefined || findOwn(error) !== undefined;

/** The request was sent; its response did not arrive. */
export class AnswerLost extends Error {
	constructor(cause: unknown) {
		super('the server ended the connection', { cause });
	}
}

export function isLost(error: unknown): boolean {
	return error instanceof AnswerLost || (error as { data?: { troupe?: unknown } }).data?.troupe === lost;
}

export const isUnsigned = (error: unknown): boolean => (error as { data?: { troupe?: unknown } }).data?.troupe === unsignedAnswer;

/** True if a server message exceeds the limit. */
export function isTooLarge(error: unknown): boolean {
	return listCauses(error).some((cause) => cause instanceof ResponseTooLarge || cause.data?.tooLarge === true);
}

/** True if the server lost the session: it ignored the request and needs a new session. */
export function isSessionGone(error: unknown): boolean {
	return !isAnswer(error) && findStatus(error) === 404;
}

/** True if the server itself returned the error, so it received the request. */
export function isAnswer(error: unknown): boolean {
	return (error as { name?: unknown }).name === 'ProtocolError' && !isLost(error) && !isUnsigned(error);
}

export function unreachable(server: string, error: unknown): TroupeError {
	const own = findOwn(error);
	const refused = own !== undefined && own.code !== 'TOOL_SOURCE_UNREACHABLE';
	return new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The MCP server "${server}" cannot be used: ${describeFault(error)}.`,
		fix: refused ? own.fix : suggestFix(error),
		retryable: !refused && findCertificateFault(error) === undefined && findForeignRevision(error) === undefined,
		details: { server },
	});
}

function suggestFix(error: unknown): string {
	const untrusted = findCertificateFault(error);
	if (untrusted !== undefined) return certificateFix(untrusted);
	const revision = findForeignRevision(error);
	if (revision !== undefined)
		return revision < oldestRevision ? 'Update the server.' : 'Update Troupe, or let the server speak an earlier revision too.';
	if (isUnsigned(error))
		return 'Compare `signedBy` in its definition with the keys that the server publishes, and the clocks of both machines. If they agree, check the proxies between them.';
	const status = findStatus(error);
	if (status === 401 || status === 403) return "Check the secret in the server's headers and its permissions.";
	if (status === 404 || status === 405)
		return "Check the server's address: it must be its endpoint for streamable HTTP, which often ends in /mcp.";
	if (findSystemCode(error) === 'ENOENT') return 'Install the program, or specify its full path.';
	return 'Check that the server is running, and that the address or command in its definition leads to an MCP server.';
}
