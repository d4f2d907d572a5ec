import { isTroupeError } from '../../../base/errors';
import type { BreachKind } from '../../../ports/tools/containment';
import type { Acting } from '../../../ports/access/identity';
import type { Switch } from '../../../ports/switches';
import type { Tool, ToolSource } from '../../../ports/tools/tools';
import { nameParts } from '../../../switches/breaches';
import { quoteTarget } from '../../../switches/find-switch';
import type { ToolAnswer } from '../../../tools/perform-call';
import { isReal } from '../../agent-parts';
import type { Run } from '../run/run';

type Named = Pick<Tool, 'source' | 'name'>;

/** Lists enabled tools of a source. A disabled server is not asked. @throws TroupeError as the source does */
export async function listContained(run: Run, toolSource: ToolSource, acting?: Acting): Promise<Tool[]> {
	const { source } = toolSource;
	if (source !== undefined && (await leaveOut(run, { source, name: source }))) return [];
	try {
		return await withoutStopped(run, await toolSource.tools(run.workingTime.signal, acting));
	} catch (error) {
		const { code, details } = isTroupeError(error) ? error : { code: undefined, details: {} };
		if (code === 'TOOL_CHANGED' && source !== undefined && typeof details.tool === 'string')
			await reportBreach(run, 'changed', { source, name: details.tool });
		throw error;
	}
}

export async function withoutStopped(run: Run, tools: Tool[]): Promise<Tool[]> {
	const kept = await Promise.all(tools.map(async (tool) => ((await leaveOut(run, tool)) ? [] : [tool])));
	return kept.flat();
}

async function leaveOut(run: Run, tool: Named): Promise<boolean> {
	const off = await findSwitchOf(run, tool);
	if (off) tellLeftOut(run, tool, off);
	return off !== undefined;
}

export async function findSwitchOf({ parts: { containment } }: Run, tool: Named): Promise<Switch | undefined> {
	const named = containment && nameParts(tool);
	if (!named) return undefined;
	return (named.server !== undefined && (await containment.find(named.server))) || containment.find(named.tool);
}

export async function reportBreach(run: Run, kind: BreachKind, tool: Named): Promise<void> {
	const named = nameParts(tool);
	if (named) await report(run, kind, tool, named.server ?? named.tool);
}

/** Records if a tool kept its contract in a call. People's messages can cause breaches, so only the tool is affected, after several. */
export async function noteResult(run: Run, tool: Tool, answer: ToolAnswer): Promise<void> {
	const { kind, asks } = answer;
	const named = nameParts(tool);
	const breach = findBreach(tool, answer);
	if (!named || asks || !isReal(run.parts)) return;
	if (breach) await report(run, breach, tool, named.tool);
	else if (kind === 'ok') await run.parts.containment?.clear(named.tool);
}

/** Records unprompted requests of server programs: no message can have caused them. */
export async function noteRefused(run: Run): Promise<void> {
	for (const one of run.parts.toolSources ?? []) {
		const refused = one.takeRefused?.() ?? [];
		if (one.source !== undefined && refused.length > 0) await reportBreach(run, 'permission', { source: one.source, name: one.name });
	}
}

function findBreach({ limits, source }: Tool, { errorCode, sandbox }: ToolAnswer): BreachKind | undefined {
	// A browser of the definition goes where the model sends it.
	if (source !== 'definition' && sandbox?.requests?.some(({ action }) => action === 'refuse')) return 'permission';
	if (errorCode === 'TOOL_RESULT_INVALID') return 'result';
	if (errorCode === 'TOOL_RESULT_UNSIGNED') return 'signature';
	if (errorCode === 'TOOL_RESULT_TOO_LARGE') return 'size';
	// Without its own timeout, a slow network would disable the tool.
	return errorCode === 'TOOL_TIMEOUT' && limits?.timeoutMs !== undefined ? 'time' : undefined;
}

async function report(run: Run, kind: BreachKind, tool: Named, part: string): Promise<void> {
	const { parts, id, conversationId, person } = run;
	if (!isReal(parts)) return;
	const off = await parts.containment?.report(part, { kind, tool: tool.name, run: id, conversationId, person });
	if (off) tellLeftOut(run, tool, off);
}

function tellLeftOut({ events }: Run, { name, source }: Named, off: Switch): void {
	const since = new Date(off.changedAt).toISOString();
	const reason = `It is switched off since ${since}: ${off.reason}. To use it again: troupe switch on ${quoteTarget(off)}`;
	events.emit({ kind: 'tool-left-out', tool: name.slice(0, 64), source, reason });
}
