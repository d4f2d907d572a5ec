import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { type ChatStream, streamToChat } from './stream-to-chat';

const place = { runId: 'r', number: 1, at: 0, step: 1 };

function open(): { sent: string[]; stream: ChatStream } {
	const sent: string[] = [];
	const context = {
		isToolExecution: () => false,
		getNode: () => ({ type: 'n8n-nodes-troupe.troupeAgent' }),
		isStreaming: () => true,
		sendChunk: (kind: string, _item: number, text = '') => sent.push(`${kind} ${text}`),
	};
	return { sent, stream: streamToChat(context as unknown as IExecuteFunctions, 0)! };
}

it('writes the reply below a withdrawn text that has the same words', () => {
	const { sent, stream } = open();
	stream.show({ ...place, kind: 'model-part', text: 'I could say: no.' });
	stream.show({ ...place, kind: 'model-withdrawn' });
	stream.end('no.');
	expect(sent).toEqual(['begin ', 'item I could say: no.', 'item \n\nno.', 'end ']);
});

it('writes what follows a withdrawn text below it, and the reply once, with its sources', () => {
	const { sent, stream } = open();
	const events: AgentEvent[] = [
		{ ...place, kind: 'model-part', text: 'The customer is on the list.' },
		{ ...place, kind: 'model-withdrawn' },
		{ ...place, kind: 'model-part', text: 'It is ' },
		{ ...place, kind: 'model-part', text: 'packed.' },
	];
	for (const event of events) stream.show(event);
	stream.end('It is packed.', '\n\n[1] Orders');
	expect(sent).toEqual([
		...['begin ', 'item The customer is on the list.', 'item \n\n', 'item It is ', 'item packed.', 'item \n\n[1] Orders', 'end '],
	]);
});
