import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { errorFacts, toNodeError } from './to-node-error';

const node = { id: 'n', name: 'Troupe', type: 'n8n-nodes-troupe.troupeAgent', typeVersion: 1, position: [0, 0], parameters: {} } as INode;

test('shows what went wrong, the fix and the code, and leaves the cause and the details behind', () => {
	const cause = Object.assign(new Error('sent ana@example.com'), { request: 'Bearer sk-secret' });
	const error = new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: 'No answer (ETIMEDOUT).',
		fix: 'Wait.',
		details: { key: 'sk-secret' },
		cause,
	});
	const shown = toNodeError(node, error, 3);
	expect(shown).toMatchObject({ message: 'No answer (ETIMEDOUT).', description: 'Wait. (MODEL_TIMEOUT)', context: { itemIndex: 3 } });
	expect(inspect(shown, { depth: 9 }) + JSON.stringify(shown)).not.toMatch(/ana@|sk-secret/);
});

test('tells a person who chats what happened, and the operator how to mend it', () => {
	const error = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The model returned no answer.', fix: 'Check the credential.' });
	expect(toNodeError(node, error, 0, true)).toMatchObject({
		message: 'The model returned no answer. Check the credential. (MODEL_AUTHENTICATION)',
		description: 'The model returned no answer.',
	});
});

test('says of several models what became of each, and hands on what their tries took', () => {
	const attempts = [
		{ model: 'openai:a', ok: false, durationMs: 1, errorCode: 'MODEL_RATE_LIMITED' },
		{ model: 'openai:b', ok: false, durationMs: 2, errorCode: 'MODEL_NOT_FOUND', costUsd: 0.1 },
	];
	const error = new TroupeError({
		code: 'MODEL_NOT_FOUND',
		message: 'All 2 models failed.',
		fix: 'Wait.',
		retryAfterMs: 1_500,
		details: { attempts },
	});
	const description = 'Wait. (MODEL_NOT_FOUND) Asked: openai:a MODEL_RATE_LIMITED, openai:b MODEL_NOT_FOUND.';
	expect(toNodeError(node, error)).toMatchObject({ description });
	expect(errorFacts(error)).toMatchObject({ code: 'MODEL_NOT_FOUND', retryAfterSeconds: 2, attempts });
	const limited = new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'Slow down.', fix: 'Wait.', retryAfterMs: 1_500 });
	expect(toNodeError(node, limited)).toMatchObject({ description: 'Wait. (MODEL_RATE_LIMITED) Try again in 2 s.' });
});
