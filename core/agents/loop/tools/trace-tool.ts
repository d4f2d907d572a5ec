import { operation, toToolFacts } from '../../../tracing/gen-ai-facts';
import { inSpan } from '../../../tracing/in-span';
import { showText } from '../../../tracing/message-content';
import type { ReadyCall } from '../../../tools/read-call';
import type { Run } from '../run/run';

type Answer = { waiting: unknown } | { kind: string; errorCode?: string; text?: string; characters: number };

export function traceTool<Given extends Answer>(run: Run, { callId, tool, masked }: ReadyCall, work: () => Promise<Given>): Promise<Given> {
	const { tracing } = run.parts;
	if (!tracing) return work();
	const facts = {
		...{ ...operation('execute_tool'), ...toToolFacts({ tool: tool.name, callId }) },
		...{ 'gen_ai.tool.type': 'function', 'troupe.tool.source': tool.source, 'troupe.run.id': run.id },
	};
	return inSpan(tracing, { name: `execute_tool ${tool.name}`, facts }, async (span) => {
		const { showsContent } = tracing;
		if (showsContent) span.set({ 'gen_ai.tool.call.arguments': await showText(JSON.stringify(masked)) });
		const answer = await work();
		if ('waiting' in answer) span.set({ 'troupe.tool.outcome': 'asked' });
		else {
			const { kind, errorCode, text, characters } = answer;
			span.set({ 'troupe.tool.outcome': kind, 'troupe.tool.result.characters': characters });
			if (showsContent && text !== undefined) span.set({ 'gen_ai.tool.call.result': await showText(text) });
			if (errorCode !== undefined) span.end(errorCode);
		}
		return answer;
	});
}
