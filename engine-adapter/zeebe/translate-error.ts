import { getErrorMessage, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { describeProblems, readDeploymentProblems } from './deployment-problems';

export interface Command {
	method: string;
	subject: string;
	notFound?: TroupeErrorCode;
}

interface Translation {
	code: TroupeErrorCode;
	message: string;
	fix?: string;
	retryable?: boolean;
}

/** gRPC status codes, https://grpc.io/docs/guides/status-codes/. */
const status = {
	cancelled: 1,
	invalidArgument: 3,
	deadlineExceeded: 4,
	notFound: 5,
	alreadyExists: 6,
	permissionDenied: 7,
	resourceExhausted: 8,
	failedPrecondition: 9,
	aborted: 10,
	unimplemented: 12,
	internal: 13,
	unavailable: 14,
	unauthenticated: 16,
} as const;

const readStatus = (error: unknown): number | undefined => {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'number' ? code : undefined;
};

/** The command was refused before it was written, so repeating is always safe. */
export const isBackPressure = (error: unknown): boolean => readStatus(error) === status.resourceExhausted;

export function translateGatewayError(error: unknown, command: Command, address: string): TroupeError {
	const said = (error as { details?: unknown }).details;
	// grpc-js ends its text with an empty heading.
	const text = (typeof said === 'string' && said !== '' ? said : getErrorMessage(error)).replace(/ Resolution note: ?$/, '');
	const facts = { address, method: command.method };
	if (command.method === 'deployResource' && readStatus(error) === status.invalidArgument)
		return refusedDeployment(text, command, facts, error);
	return new TroupeError({ ...translate(readStatus(error), text, command, address), details: facts, cause: error });
}

function refusedDeployment(text: string, { subject }: Command, facts: Record<string, unknown>, cause: unknown): TroupeError {
	const problems = readDeploymentProblems(text);
	return new TroupeError({
		code: 'PROCESS_INVALID',
		message: `Zeebe refused to deploy ${subject}:${problems.length === 0 ? ` ${text}` : `\n${describeProblems(problems)}`}`,
		fix: 'Correct the reported elements, and deploy again. Nothing was deployed.',
		details: { ...facts, problems },
		cause,
	});
}

function translate(code: number | undefined, text: string, { method, subject, notFound }: Command, address: string): Translation {
	switch (code) {
		case status.notFound:
			return {
				code: notFound ?? 'INTERNAL',
				message: `Zeebe has no ${subject}: ${text}`,
				fix: findFixOfMissing(notFound),
			};
		case status.invalidArgument:
			return { code: 'INPUT_INVALID', message: `Zeebe refused ${subject}: ${text}`, fix: 'Correct what the message reports.' };
		case status.failedPrecondition:
		case status.alreadyExists:
			return { code: 'STATE_CONFLICT', message: `Zeebe cannot ${method} ${subject} in its current state: ${text}` };
		case status.deadlineExceeded:
			return { code: 'ENGINE_TIMEOUT', message: `Zeebe at ${address} did not answer ${method} of ${subject} in time.`, retryable: true };
		case status.resourceExhausted:
			return {
				code: 'ENGINE_TIMEOUT',
				message: `Zeebe at ${address} is overloaded and refused ${method}.`,
				fix: 'Try again with fewer concurrent commands.',
				retryable: true,
			};
		case status.unimplemented:
			if (method === 'topology') return noGateway(address, text);
			return { code: 'NOT_SUPPORTED', message: `Zeebe at ${address} does not know the call ${method}: not available on this version.` };
		case status.permissionDenied:
		case status.unauthenticated:
			return {
				code: 'ENGINE_UNREACHABLE',
				message: `Zeebe at ${address} refused these credentials for ${method}.`,
				fix: 'Check CAMUNDA_AUTH_STRATEGY and the credentials in the environment.',
			};
		case status.cancelled:
		case status.aborted:
			return {
				code: 'ENGINE_UNREACHABLE',
				message: `The connection to Zeebe at ${address} was cut: ${text}`,
				fix: unreachableFix,
				retryable: true,
			};
		case status.unavailable:
			return {
				code: 'ENGINE_UNREACHABLE',
				message: `No Zeebe gateway answers at ${address}: ${text}`,
				fix: unreachableFix,
				retryable: true,
			};
		default:
			return isProtocolMismatch(code, text)
				? noGateway(address, text)
				: {
						code: 'INTERNAL',
						message: `Zeebe at ${address} failed at ${method} of ${subject}: ${text}`,
						retryable: code === status.internal,
					};
	}
}

export const findFixOfMissing = (code: TroupeErrorCode | undefined): string =>
	code === 'PROCESS_NOT_FOUND'
		? 'Correct the id or the version, or deploy the process with `troupe process deploy`.'
		: 'Check the id or key: `troupe process list` shows the instances. What ended can be removed since.';

const noGateway = (address: string, text: string): Translation => ({
	code: 'ENGINE_UNREACHABLE',
	message: `The service at ${address} is not a Zeebe gRPC gateway: ${text}`,
	fix: 'Check the port (26500 is the usual one, not the REST port) and whether it requires TLS (grpcs://).',
});

export const unreachableFix = 'Start the cluster, or correct the address. The gRPC port is usually 26500.';

const isProtocolMismatch = (code: number | undefined, text: string): boolean =>
	code !== undefined && code !== status.notFound && /protocol error|http status|rst_stream|received http/i.test(text);
