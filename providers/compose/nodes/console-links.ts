import type { Environment } from '../../../core/base/settings/setting-names';
import { readPublicUrl } from './waiting-links';

export const consolePlaces = {
	run: (runId: string) => `/console/runs/${encodeURIComponent(runId)}`,
	runsOfExecution: (execution: string) => `/console/runs?execution=${encodeURIComponent(execution)}&period=ever`,
	instance: (key: string) => `/console/processes/instances/${encodeURIComponent(key)}`,
	plan: (id: string) => `/console/plans/${encodeURIComponent(id)}`,
	approval: (runId: string) => `/console/inbox/approval/${encodeURIComponent(runId)}`,
} as const;

/** Undefined if the service has no public address. @throws TroupeError INPUT_INVALID for an address that people cannot open */
export function linkConsole(place: string, environment?: Environment): string | undefined {
	const url = readPublicUrl(environment);
	return url === undefined ? undefined : `${url}${place}`;
}
