import type { IRun } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Turn } from '../../core/ports/channels/mailbox';
import { runTurn, type TurnRunParts } from './run-turn';

it('ends a turn when the database is back after its workflow, which would run a second time otherwise', async () => {
	jest.useFakeTimers();
	const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
	const end = jest.fn().mockRejectedValueOnce(away).mockResolvedValue(undefined);
	const mailbox = { beginEffects: async () => 'go', renew: async () => 'go', end };
	const times = { modeUntil: null, sessionStartedAt: 0, lastMessageAt: 0, lastContactAt: 0 };
	const conversation = { tenant: 'acme', channel: 'sales', id: 'c1', contact: 'ana', labels: [], session: 'c1-1', ...times };
	const parts = {
		state: { mailbox: { ...mailbox, readMessages: async () => [] }, contacts: { find: async () => undefined } },
		...{ maxAttempts: 5, runWorkflow: async () => ({ status: 'success' }) as IRun, onGivenUp: () => undefined },
	} as unknown as TurnRunParts;
	const turn = { id: 't1', conversation, messages: [], attempts: 0 } as unknown as Turn;
	const running = runTurn(parts, turn, 'me', new AbortController().signal);
	await jest.advanceTimersByTimeAsync(3_000);
	await running;
	expect(end.mock.calls).toEqual(Array(2).fill([turn, 'me', { kind: 'done' }]));
	jest.useRealTimers();
});
