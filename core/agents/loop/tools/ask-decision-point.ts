import { isTroupeError } from '../../../base/errors';
import { defaultTenant } from '../../../base/tenant';
import type { ReadyCall } from '../../../tools/read-call';
import { toldCalls } from '../../../prompt-texts/calls';
import type { ToolFailure } from '../../../tools/tool-failure';
import { listCallers } from '../team/caller';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';

/** Asks the operator's decision point about a call. @returns why it is not made */
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
	const told = toldCalls[findPromptLanguage(run)];
	try {
		if (await decisionPoint.permits(call, run.workingTime.signal)) return undefined;
		return { code: 'TOOL_DENIED', text: told.deniedByOperator };
	} catch (error) {
		if (run.host.aborted || !isTroupeError(error)) throw error;
		return { code: 'TOOL_UNDECIDED', text: told.undecided };
	}
}
