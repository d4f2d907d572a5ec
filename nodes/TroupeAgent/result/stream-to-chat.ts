import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { isTool } from '../../shared/is-tool';

export interface ChatStream {
	show(event: AgentEvent): void;
	/** Ends with the final text if it differs from the streamed one: a refusal, an answer from a trail; with sources below. */
	end(reply?: string, sources?: string): void;
}

/** Undefined without a listener. */
export function streamToChat(context: IExecuteFunctions, item: number): ChatStream | undefined {
	if (isTool(context) || !context.isStreaming?.()) return undefined;
	let shown = '';
	let step = 0;
	let ofStep = '';
	const send = (text: string) => context.sendChunk('item', item, text);
	context.sendChunk('begin', item);
	return {
		show(event) {
			// The next text goes below: the chat takes nothing back.
			if (event.kind === 'model-withdrawn') [step, ofStep] = [-1, ''];
			if (event.kind !== 'model-part' || !event.text) return;
			if (event.step !== step) {
				if (shown) send('\n\n');
				[step, ofStep] = [event.step, ''];
			}
			send(event.text);
			shown += event.text;
			ofStep += event.text;
		},
		end(reply, sources = '') {
			if (reply !== undefined && !ofStep.includes(reply.trim())) send(shown ? `\n\n${reply}` : reply);
			if (sources !== '') send(sources);
			context.sendChunk('end', item);
		},
	};
}
