import { openGate } from '../../test/fakes/permissive-gate';
import { TroupeError } from '../../core/base/errors';
import { supplyAdmitted } from './supply-admitted';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';

const refused = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The model returned no answer.', fix: 'Check the credential.' });
const contextOf = (streams: boolean) => fakeExecuteFunctions({ parameters: {}, ...(streams && { onChunk: () => undefined }) }) as never;
const supplied = { name: 'troupeModel', item: 0 };
const open = { ...supplied, gate: openGate() };

describe('a fault of what a node supplies', () => {
	it.each([
		['the fix', false, 'Check the credential. (MODEL_AUTHENTICATION)'],
		['what happened, which a person who chats reads', true, refused.message],
	])('is described by %s', async (_what, streams, description) => {
		let shown = new Error();
		await supplyAdmitted(contextOf(streams), open, async (_calls, fault) => {
			shown = fault(refused);
			return { response: {} };
		});
		expect(shown).toMatchObject({ description });
	});

	it('has no fix in its message, which n8n shows in a chat of what cannot be supplied', async () => {
		const closed = { ...supplied, gate: { admit: () => Promise.reject(refused) } };
		for (const how of [open, closed])
			await expect(supplyAdmitted(contextOf(true), how, () => Promise.reject(refused))).rejects.toMatchObject({
				message: refused.message,
				description: 'Check the credential. (MODEL_AUTHENTICATION)',
			});
	});
});
