import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createChain } from '../llm/chain';
import type { ChatModel } from '../ports';
import { askModel } from './ask-model';
import { startDeadline } from './deadline';
import { TroupeError } from '../errors';

test('keeps the attempts of a chain whose time is up', async () => {
	const failing = scriptedChatModel(new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'busy' }));
	const slow: ChatModel = {
		...scriptedChatModel(),
		id: 'slow:model',
		generate: (_request, signal) =>
			new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(new TroupeError({ code: 'CANCELLED', message: 'cancelled' })));
			}),
	};
	const chain = createChain([failing, slow], { maxCalls: 2, clock: { now: () => 0 } });
	const host = new AbortController().signal;
	const asked = await askModel(chain, { messages: [] }, host, startDeadline(host, 10));
	expect(asked.limit).toBe('wall-clock');
	expect(asked.attempts.map(({ errorCode }) => errorCode)).toEqual(['MODEL_RATE_LIMITED', 'CANCELLED']);
});
