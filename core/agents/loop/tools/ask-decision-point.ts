import { isTroupeError } from '../../../base/errors';
import { defaultTenant } from '../../../base/tenant';
import type { ReadyCall } from '../../../tools/read-call';
import type { ToolFailure } from '../../../tools/tool-failure';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';

const denied: ToolFailure = {
	code: 'TOOL_DENIED',
	text: 'This call was not made: the rules of the operator do not allow it. Do not try it in another way; go on without it, or say that it is not possible.',
};
const undecided: ToolFailure = {
	code: 'TOOL_UNDECIDED',
	text: 'This call was not made: whether it is allowed could not be found out. Go on without it, or say that it is not possible now.',
};

/** Asks the operator's decision point about a call that is about to be made. @returns why it is not made */
export async function askDecisionPoint(
	run: Run,
	{ callId, tool, masked }: ReadyCall,
	isApproved: boolean,
): Promise<ToolFailure | undefined> {
	const { definition, definitionSha256, tenant = defaultTenant, decisionPoint } = run.parts;
	if (!decisionPoint) return undefined;
	const { name, source, effect } = tool;
	const call = {
		agent: { id: definition.id, version: definition.version, sha256: definitionSha256 },
		...{
			tenant,
			callers: listCallers(run).map(({ parts }) => parts.definition.id),
			asker: run.asker,
			...(run.by !== undefined && { by: run.by }),
		},
		...{ runId: run.id, callId, tool: { name, source, effect }, arguments: masked, isApproved },
	};
	try {
		return (await decisionPoint.permits(call, run.workingTime.signal)) ? undefined : denied;
	} catch (error) {
		if (run.host.aborted || !isTroupeError(error)) throw error;
		return undecided;
	}
}
