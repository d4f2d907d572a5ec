import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import { toNodeError } from './to-node-error';

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
