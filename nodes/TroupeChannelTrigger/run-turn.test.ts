import type { IDataObject, IRun } from 'n8n-workflow';
import { tinyImages } from '../../test/support/tiny-images';
import { TroupeError } from '../../core/base/errors';
import type { Turn } from '../../core/ports/channels/mailbox';
import { runTurn, type TurnRunParts } from './run-turn';
import { slowTest } from '../../test/support/slow-tests';

const times = { modeUntil: null, sessionStartedAt: 0, lastMessageAt: 0, lastContactAt: 0 };
const conversation = { tenant: 'acme', channel: 'sales', id: 'c1', contact: 'ana', labels: [], session: 'c1-1', ...times };
const contacts = { find: async () => undefined };

slowTest('ends a turn when the database is back after its workflow, which would run a second time otherwise', async () => {
	jest.useFakeTimers();
	const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
	const end = jest.fn().mockRejectedValueOnce(away).mockResolvedValue(undefined);
	const mailbox = { beginEffects: async () => 'go', renew: async () => 'go', end };
	const parts = {
		state: { mailbox: { ...mailbox, readMessages: async () => [] }, contacts },
		...{ maxAttempts: 5, runWorkflow: async () => ({ status: 'success' }) as IRun, onGivenUp: () => undefined },
	} as unknown as TurnRunParts;
	const turn = { id: 't1', conversation, messages: [], attempts: 0 } as unknown as Turn;
	const running = runTurn(parts, turn, 'me', new AbortController().signal);
	await jest.advanceTimersByTimeAsync(3_000);
	await running;
	expect(end.mock.calls).toEqual(Array(2).fill([turn, 'me', { kind: 'done' }]));
	jest.useRealTimers();
});

const content = [{ kind: 'image', reference: 'r' }];
const pictured = {
	...{ id: 't1', conversation, attempts: 40, awayMs: 0 },
	messages: [{ number: 1, id: 'm', author: 'contact', at: 1, arrivedAt: 1, isEdited: false, content }],
} as unknown as Turn;
const refuse = () => Promise.reject(new Error('disk full'));

it.each([
	['starts the workflow with why it has no picture that n8n could not keep', contacts.find, { kind: 'done' }],
	['counts the attempts of a turn whose item cannot be made', refuse, { kind: 'dead', reason: expect.any(String) as string }],
])('%s', async (_what, find, end) => {
	const [ends, given, items] = [[] as unknown[], [] as string[], [] as IDataObject[]];
	const mailbox = {
		beginEffects: async () => 'go',
		readMessages: async () => [],
		end: async (...[, , ended]: unknown[]) => void ends.push(ended),
	};
	const download = async () => ({ mimeType: 'image/png', bytes: Buffer.from(tinyImages.png, 'base64') });
	const parts = {
		state: { mailbox, contacts: { find }, directory: { find: async () => ({ channel: { download } }) } },
		...{ maxAttempts: 3, keepFile: refuse, onGivenUp: ({ id }: Turn) => void given.push(id) },
		runWorkflow: async (item: { json: IDataObject }) => (items.push(item), { status: 'success' } as IRun),
	} as unknown as TurnRunParts;
	await runTurn(parts, pictured, 'me', new AbortController().signal);
	expect(ends).toEqual([end]);
	expect(given).toEqual(end.kind === 'dead' ? ['t1'] : []);
	const json = { chatInput: expect.stringContaining('could not be had') as string, messages: [{ content: [{ problem: 'unavailable' }] }] };
	expect(items).toMatchObject(end.kind === 'done' ? [{ json }] : []);
	expect(items.flatMap(Object.keys)).not.toContain('binary');
});

it('starts the workflow for a customer who is silent, with how often and for how long (evolution-foundation/evolution-api#425)', async () => {
	const items: IDataObject[] = [];
	const ends: unknown[] = [];
	const mailbox = {
		...{ beginEffects: async () => 'go', readMessages: async () => [] },
		end: async (...[, , ended]: unknown[]) => void ends.push(ended),
	};
	const parts = {
		...{ state: { mailbox, contacts }, maxAttempts: 3, onGivenUp: () => undefined },
		runWorkflow: async (item: { json: IDataObject }) => (items.push(item.json), { status: 'success' } as IRun),
	} as unknown as TurnRunParts;
	const followUp = { number: 2, of: 3, silentMs: 86_400_000 };
	const turn = { id: 't1', conversation, messages: [], attempts: 0, followUp, language: 'pt' } as unknown as Turn;
	await runTurn(parts, turn, 'me', new AbortController().signal);
	expect(items).toMatchObject([
		{
			...{ event: 'customer-silent', messages: [], followUp: { number: 2, of: 3, silentHours: 24 } },
			chatInput: expect.stringContaining('há 24 horas') as string,
		},
	]);
	expect(ends).toEqual([{ kind: 'done' }]);
});
