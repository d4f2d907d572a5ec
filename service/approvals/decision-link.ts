import type { Environment } from '../../core/base/settings/setting-names';
import { consolePlaces, linkConsole } from '../../providers/compose/nodes/console-links';

/** The place of a run that waits, in the inbox of the console. */
export const decisionPath = consolePlaces.approval;

/** Returns the address where people decide about a run; undefined where the service has no public one. */
export const linkDecision = (runId: string, environment?: Environment): string | undefined => linkConsole(decisionPath(runId), environment);
