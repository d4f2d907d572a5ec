import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';
import {
	containsPattern,
	parseRequestPattern,
	printRequestPattern,
	type RequestPattern,
} from '../../../core/ports/capabilities/request-pattern';
import type { RunPermissions } from '../../grants/grants';
import { parseCapabilities } from '../parse-capabilities';
import type { Replay, RunRules } from '../run-rules';
import type { RunSite } from './run-host';
import type { RunRequest } from './run-request';

/** Reads the operator's permitted requests: patterns, separated by commas. Undefined without the setting. @throws TroupeError INPUT_INVALID */
export function readPermitted(environment?: Environment): RequestPattern[] | undefined {
	return readListSetting('TROUPE_SANDBOX_ALLOW', environment)?.map(parseRequestPattern);
}

/**
 * Reads a request's rules. Runs get no host secret and reach no private network. @throws TroupeError INPUT_INVALID for what is wrong, ACCESS_DENIED
 * for requests that the operator does not permit
 */
export async function readRules(
	request: RunRequest,
	permitted: readonly RequestPattern[] | undefined,
	{ name }: Pick<RunSite, 'name'>,
): Promise<RunRules> {
	const { allow = [], standIn = [] } = request;
	if (permitted) for (const text of allow) requirePermitted(text, permitted, name);
	return {
		allow,
		standIn,
		secrets: [],
		allowPrivateNetworks: false,
		replay: await readReplay(request),
	};
}

/** Reads a request's list. It bounds the run, and gives it nothing of this machine. @throws TroupeError INPUT_INVALID */
export async function readPermissions({ capabilities }: RunRequest, { withheld }: RunSite): Promise<RunPermissions> {
	if (capabilities === undefined) return {};
	return {
		capabilities: await parseCapabilities(capabilities, 'capabilities'),
		withheld,
	};
}

function requirePermitted(text: string, permitted: readonly RequestPattern[], site: string): void {
	const pattern = parseRequestPattern(text);
	if (permitted.some((one) => containsPattern(one, pattern))) return;
	const listed = permitted.map(printRequestPattern).join(', ');
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `allow has "${printRequestPattern(pattern)}", which ${site} does not let runs request. It permits ${listed === '' ? 'no requests' : listed}.`,
		fix: 'Answer the requests with standIn or recordings, or have the operator add them to TROUPE_SANDBOX_ALLOW.',
		details: { reason: 'sandbox-allow', expected: permitted.map(printRequestPattern), actual: text.slice(0, 200) },
	});
}

async function readReplay({ recordings, case: name }: RunRequest): Promise<Replay | undefined> {
	if (recordings === undefined) return undefined;
	const { parseRecordings } = await import('../../../core/evaluation/traffic/recording');
	return { recordings: await parseRecordings(recordings, 'recordings'), source: 'recordings', case: name };
}
