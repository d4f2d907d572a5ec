import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { isTool } from '../../shared/is-tool';

/** Shows a run in n8n's chat while it goes on. */
export interface ChatStream {
	show(event: AgentEvent): void;
	/** Ends the stream with the text that people are to read, where it is not what they have read: a refusal, an answer from a trail; and with its sources below. */
	end(reply?: string, sources?: string): void;
}

/** Undefined where nobody listens. */
export function streamToChat(context: IExecuteFunctions, item: number): ChatStream | undefined {
	// What a tool says is for the agent that called it.
	if (isTool(context) || !context.isStreaming?.()) return undefined;
	let shown = '';
	let step = 0;
	let ofStep = '';
	const send = (text: string) => context.sendChunk('item', item, text);
	context.sendChunk('begin', item);
	return {
		show(event) {
			// What follows is written below it: the chat takes nothing back.
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
