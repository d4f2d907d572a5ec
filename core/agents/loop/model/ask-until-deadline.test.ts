import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { TroupeError } from '../../../base/errors';
import { createRouter } from '../../../llm/router/create-router';
import { systemClock } from '../../../ports/host';
import type { ChatModel } from '../../../ports/models/models';
import { startDeadline } from '../run/deadline';
import { askUntilDeadline } from './ask-until-deadline';

test('keeps the attempts of a route whose time is up', async () => {
	const failing = scriptedChatModel(new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'busy' }));
	const slow: ChatModel = {
		...scriptedChatModel(),
		id: 'slow:model',
		generate: (_request, signal) =>
			new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(new TroupeError({ code: 'CANCELLED', message: 'cancelled' })));
			}),
	};
	const route = createRouter([{ model: failing }, { model: slow }], { maxCalls: 2, clock: { now: () => 0 } });
	const host = new AbortController().signal;
	const asked = await askUntilDeadline(
		{ parts: { model: route, clock: { now: () => 0 } }, host },
		{ messages: [] },
		startDeadline(host, 10),
	);
	expect(asked.limit).toBe('wall-clock');
	expect(asked.attempts.map(({ errorCode }) => errorCode)).toEqual(['MODEL_RATE_LIMITED', 'CANCELLED']);
});

test('does not wait for a model longer than the run has time', async () => {
	const limited = scriptedChatModel(new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'busy', retryAfterMs: 10_000 }));
	const route = createRouter([{ model: limited }], { clock: systemClock });
	const host = new AbortController().signal;
	const deadline = startDeadline(host, 5_000);
	const asked = askUntilDeadline({ parts: { model: route, clock: systemClock }, host }, { messages: [] }, deadline);
	await expect(asked).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfterMs: 10_000 });
	deadline.end();
});
