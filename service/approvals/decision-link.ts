import type { Environment } from '../../core/base/settings/setting-names';
import { consolePlaces, linkConsole } from '../../providers/compose/nodes/console-links';

export const decisionPath = consolePlaces.approval;

/** Undefined without a public address of the service. */
export const linkDecision = (runId: string, environment?: Environment): string | undefined => linkConsole(decisionPath(runId), environment);
