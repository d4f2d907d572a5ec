import { isTroupeError, type TroupeErrorCode } from './errors';

/** A fault for callers of a service: without settings, environment variables, paths and commands, which only the operator can change. */
export interface CallerFault {
	code: TroupeErrorCode;
	message: string;
	fix?: string;
	retryable: boolean;
	/** False if something was left out: it belongs in the log. */
	isWhole: boolean;
}

/** Faults about a caller's request, rights or budget. All others are the operator's: their texts name parts of the installation. */
const codesOfCallers: ReadonlySet<TroupeErrorCode> = new Set([
	...(['INPUT_INVALID', 'INPUT_TOO_LARGE', 'FILTER_INVALID', 'ACCESS_DENIED', 'NOT_SUPPORTED', 'CANCELLED'] as const),
	...(['AGENT_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'PROCESS_NOT_FOUND', 'INSTANCE_NOT_FOUND', 'PLAN_NOT_FOUND', 'STATE_CONFLICT'] as const),
	...(['RATE_LIMITED', 'TENANT_LIMIT_REACHED', 'BUDGET_EXCEEDED', 'REGISTRY_NOT_READY'] as const),
	...(['DECISION_REFUSED', 'RUN_ALREADY_RESUMED', 'RUN_ENDED', 'RUN_STATE_INVALID', 'RUN_TAKEN', 'RUN_STOPPED'] as const),
	...(['SANDBOX_LEVEL_TOO_LOW', 'ADDRESS_REFUSED', 'RESIDENCY_REFUSED', 'PROCESS_INVALID', 'DECISION_INVALID'] as const),
]);

/** API callers also write, approve and operate: faults of the service itself are not for them. */
export const isForUsers = (code: TroupeErrorCode): boolean =>
	!/^(?:STORAGE_|ISSUER_UNREACHABLE$|ENGINE_LOCKED$|ENGINE_UNREACHABLE$|INTERNAL$)/.test(code);

/** A setting, a machine path (not of an API or URL), or an operator's command. */
const ofOperator = [
	/\b(?:TROUPE|N8N|NODE|OTEL|REDIS|DATABASE|POSTGRES|PG|AWS|GOOGLE|OPENAI|ANTHROPIC|HTTPS?|NO)_[A-Z][A-Z0-9_]{0,60}\b/,
	/(?<![\w:/.}])(?<!(?:GET|POST|PUT|PATCH|DELETE|HEAD) )(?:~|\.{1,2})?(?:\/[\w.@+-]{1,255}){2,}/,
	/\bfile:\/\/|\b[A-Za-z]:\\\w/,
	/\btroupe (?:serve|doctor|work|agent|backup|channel|credentials|keys|model|state|switch|tenant|usage)\b/,
];

export const namesInstallation = (text: string): boolean => ofOperator.some((pattern) => pattern.test(text));

export const keepForCaller = (text: string): string =>
	text
		.split(/(?<=[.!?])\s+/)
		.filter((sentence) => !namesInstallation(sentence))
		.join(' ');

/**
 * Translates a fault for a caller. @param isOfCaller whether the text is for callers, apart from parts of the installation. Default: by the code, for
 * callers of agents
 */
export function toCallerFault(
	error: unknown,
	isOfCaller: (code: TroupeErrorCode) => boolean = (code) => codesOfCallers.has(code),
): CallerFault {
	if (!isTroupeError(error)) return { code: 'INTERNAL', retryable: false, isWhole: false, message: failed, fix: tellOperator };
	const { code, retryable } = error;
	const isTold = error.forCaller === true || isOfCaller(code);
	const message = isTold ? keepForCaller(error.message) : '';
	const fix = isTold && error.fix !== undefined ? keepForCaller(error.fix) : '';
	const isWhole = message === error.message && fix === (error.fix ?? '');
	const knowsCause = message !== '' && codesOfCallers.has(code) && code !== 'REGISTRY_NOT_READY';
	const told = {
		message: message || describeKind(code),
		fix: fix || (isWhole ? undefined : retryable ? 'Call again later.' : knowsCause ? undefined : whoHelps(code)),
	};
	return { code, retryable, isWhole, message: told.message, ...(told.fix !== undefined && { fix: told.fix }) };
}

export const hasMoreForOperator = (error: unknown): boolean => isTroupeError(error) && !toCallerFault(error, isForUsers).isWhole;

const failed = 'The service failed.';
const listAgent = 'Ask the operator of the service to publish the agent, or to allow agents that are not listed.';
const tellOperator = 'Tell the operator of the service, whose log has the cause.';

const whoHelps = (code: TroupeErrorCode): string => (code === 'MANIFEST_NOT_LISTED' ? listAgent : tellOperator);

function describeKind(code: TroupeErrorCode): string {
	if (code === 'MANIFEST_NOT_LISTED')
		return 'The service runs only agents that its manifest or its registry lists, and this is another one.';
	if (code.startsWith('MODEL_')) return 'The model of the agent cannot be used now.';
	if (/^STORAGE_|_STORE_/.test(code)) return 'The storage of the service cannot be used now.';
	return codesOfCallers.has(code) ? 'The service refused the request.' : 'The service cannot do this now.';
}
