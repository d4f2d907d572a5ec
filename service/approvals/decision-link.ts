import type { Environment } from '../../core/base/settings/setting-names';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';

/** The place of a run that waits, in the inbox of the console. */
export const decisionPath = (runId: string): string => `/console/inbox/approval/${encodeURIComponent(runId)}`;

/** Returns the address where people decide about a run; undefined where the service has no public one. */
export function linkDecision(runId: string, environment?: Environment): string | undefined {
	const url = readPublicUrl(environment);
	return url === undefined ? undefined : `${url}${decisionPath(runId)}`;
}
