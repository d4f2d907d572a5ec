import { type Attack, held, open } from '../../attack';
import { startTask } from '../../range/a2a';
import { sendCall } from '../../range/http-call';
import { orderCall } from '../../range/orders';
import type { Range } from '../../range/range';
import { openService } from '../../range/service';

/** Proofs of the issuer that a person approved a call. */
export const statements: Attack[] = [
	{
		id: 'ASI09.17',
		title: { en: 'A login for something else approves a transfer', pt: 'Um login para outra coisa aprova uma transferência' },
		tries: 'A person with a token of the issuer approves with an ID token whose nonce is not the hash of the call.',
		fix: 'Update Troupe.',
		aisvs: ['9.2.8', '9.2.9'],
		play: (range) => approveWith(range, () => 'f'.repeat(64)),
		control: (range) => approveWith(range, (view) => view),
	},
];

async function approveWith(range: Range, chooseNonce: (view: string) => string) {
	const service = await openService(range);
	const key = await service.createKey({ scopes: ['agent:run'] });
	const { id: task } = await startTask(service, key, orderCall('transfer', { amount: 1 }));
	const claims = { sub: 'ana', realm_access: { roles: ['admin'] }, auth_time: Math.floor(Date.now() / 1000) };
	const headers = { authorization: `Bearer ${await service.issuer.sign(claims)}` };
	const shown = await sendCall(service.url, { method: 'GET', path: `/api/v1/approvals/a2a-${task}`, headers });
	const { pending } = JSON.parse(shown.body) as { pending?: Array<{ id: string; viewSha256: string }> };
	const [asked] = pending ?? [];
	if (!asked) throw new Error(`the run does not wait: ${shown.body.slice(0, 300)}`);
	const { id, viewSha256 } = asked;
	const statement = await service.issuer.sign({ ...claims, nonce: `troupe-approval:${chooseNonce(viewSha256)}` });
	const body = { decisions: [{ id, approved: true, viewSha256, statement }] };
	const answer = await sendCall(service.url, { method: 'POST', path: `/api/v1/runs/a2a-${task}/resume`, headers, body });
	if (answer.body.includes('DECISION_REFUSED')) return held('The decision was refused.');
	if (answer.status === 200) return open('The transfer was approved.');
	throw new Error(`the decision was not taken: ${answer.body.slice(0, 300)}`);
}
