import type { ToolCall, ToolPermission } from '../ports';
import { readArguments } from './read-arguments';
import { explainProblem } from './explain-problem';
import { type CallToJudge, decide, findRule, isPreceded } from './permissions';
import type { PreparedTool, Toolbox } from './prepare-tools';
import type { ApprovalTerms } from './tool-definition';
import { mapTexts } from '../base/text/map-texts';
import { denied, type ToolFailure } from './tool-failure';

/** A call that can be performed, after approval if `permission` is `ask`. */
export interface ReadyCall {
	kind: 'ready';
	callId: string;
	tool: PreparedTool;
	permission: Exclude<ToolPermission, 'deny'>;
	/** A rule of the agent fits the call. */
	isRuled: boolean;
	/** That rule also holds after results and passages. */
	afterResults: boolean;
	/** For `ask`. */
	approval: ApprovalTerms;
	/** The arguments from the model, with personal data as tokens. */
	masked: Record<string, unknown>;
	/** The arguments for the tool. */
	input: Record<string, unknown>;
}

/** A call that is not performed; the model gets the reason. */
export interface RefusedCall {
	kind: 'refused';
	callId: string;
	/** Absent if the model did not name one of its tools. */
	tool?: PreparedTool;
	failure: ToolFailure;
	/** The place of the rule that denies it, such as `tools.rules.2`. */
	deniedBy?: string;
}

/**
 * Reads the model's call, restores personal data, and checks it against the tool's schema and the rules, in this order: rules see the arguments that
 * the tool gets, and a token cannot hide anything from them.
 */
export async function readCall(
	call: ToolCall,
	toolbox: Toolbox,
	restore: (text: string) => Promise<string>,
	run: Pick<CallToJudge, 'asker' | 'classes' | 'called'>,
): Promise<ReadyCall | RefusedCall> {
	const tool = toolbox.byName.get(call.name);
	const refused = (failure: ToolFailure): RefusedCall => ({ kind: 'refused', callId: call.id, tool, failure });
	if (!tool) return refused(unknownTool(toolbox));
	const read = readArguments(call.arguments);
	if (read.problem !== undefined) return refused(invalidArguments(read.problem));
	const input = await mapTexts(read.value, restore);
	const problem = tool.findProblem(input);
	if (problem !== undefined) return refused(invalidArguments(explainProblem(problem, input, tool.parameters)));
	const judged = { names: tool.names, givenName: tool.tool.name, effect: tool.effect, input, ...run };
	const permission = decide(judged, toolbox.permissions);
	const rule = findRule(judged, toolbox.permissions);
	if (permission === 'deny') return { ...refused(denied), deniedBy: `tools.rules.${toolbox.permissions.indexOf(rule!)}` };
	if (rule?.after !== undefined && !isPreceded(rule.after, read.value, run.called)) return refused(tooEarly(rule.after));
	const approval = { ...toolbox.approval, ...rule?.approval };
	const ruled = { isRuled: rule !== undefined, afterResults: rule?.afterResults ?? false };
	return { kind: 'ready', callId: call.id, tool, permission, ...ruled, approval, masked: read.value, input };
}

function tooEarly(tool: string): ToolFailure {
	const text = `This call was not made: call ${tool} first, with the same values where both have an argument, and read its result.`;
	return { code: 'TOOL_TOO_EARLY', text };
}

function unknownTool({ specifications }: Toolbox): ToolFailure {
	const names = specifications.map(({ name }) => name).join(', ');
	return { code: 'TOOL_UNKNOWN', text: `There is no tool of this name. The tools are: ${names.slice(0, 2_000) || 'none'}.` };
}

function invalidArguments(problem: string): ToolFailure {
	return {
		code: 'TOOL_ARGUMENTS_INVALID',
		text: `The arguments do not fit, and the tool was not called: ${problem}. Correct them and call it again.`,
	};
}
