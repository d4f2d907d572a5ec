import { TroupeError } from '../../core/base/errors';
import { type Environment, readListSetting } from '../../core/base/settings';
import { containsPattern, parseRequestPattern, printRequestPattern, type RequestPattern } from '../../core/ports';
import type { RunPermissions } from '../../sandbox/grants/grants';
import { parseCapabilities } from '../../sandbox/kinds/parse-capabilities';
import type { Replay, RunRules } from '../../sandbox/kinds/run-rules';
import type { RunRequest } from './run-request';

/** Reads which requests the operator lets runs of callers make: patterns, separated by commas. @throws TroupeError INPUT_INVALID */
export function readPermitted(environment?: Environment): RequestPattern[] {
	return (readListSetting('TROUPE_SANDBOX_ALLOW', environment) ?? []).map(parseRequestPattern);
}

/**
 * Reads the rules of a caller. No secret of the service is put into its requests, and no private network is reached.
 * @throws TroupeError INPUT_INVALID for what is wrong, ACCESS_DENIED for requests that the operator does not let callers make
 */
export async function readCallerRules(request: RunRequest, permitted: readonly RequestPattern[]): Promise<RunRules> {
	const { allow = [], standIn = [] } = request;
	for (const text of allow) requirePermitted(text, permitted);
	return {
		...{ allow, standIn, secrets: [], allowPrivateNetworks: false },
		replay: await readReplay(request),
	};
}

/** Reads the list of a caller. It bounds the run, and gives it nothing of this machine. @throws TroupeError INPUT_INVALID */
export async function readCallerPermissions({ capabilities }: RunRequest): Promise<RunPermissions> {
	if (capabilities === undefined) return {};
	return {
		capabilities: await parseCapabilities(capabilities, 'capabilities'),
		withheld: 'A service gives runs of callers nothing of its machine.',
	};
}

function requirePermitted(text: string, permitted: readonly RequestPattern[]): void {
	const pattern = parseRequestPattern(text);
	if (permitted.some((one) => containsPattern(one, pattern))) return;
	const listed = permitted.map(printRequestPattern).join(', ');
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `allow has "${printRequestPattern(pattern)}", which this service does not let runs of callers request. It permits ${listed === '' ? 'no requests' : listed}.`,
		fix: 'Answer the requests with standIn or recordings, or have the operator add them to TROUPE_SANDBOX_ALLOW.',
		details: { reason: 'sandbox-allow', expected: permitted.map(printRequestPattern), actual: text.slice(0, 200) },
	});
}

async function readReplay({ recordings, case: name }: RunRequest): Promise<Replay | undefined> {
	if (recordings === undefined) return undefined;
	const { parseRecordings } = await import('../../core/evaluation/traffic/recording');
	return { recordings: await parseRecordings(recordings, 'recordings'), source: 'recordings', case: name };
}
