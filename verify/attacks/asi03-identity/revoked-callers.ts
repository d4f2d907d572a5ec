import { type Attack, held, type Observation, open } from '../../attack';
import { approveTransfer, startTransfer } from '../../range/a2a';
import { openService } from '../../range/service';
import type { Range } from '../../range/range';

async function approveOf(range: Range, isRevoked: boolean): Promise<Observation> {
	const service = await openService(range);
	const asks = await service.createKey({ scopes: ['agent:run'] });
	const waits = await startTransfer(service, asks);
	if (isRevoked) await service.revokeKey(asks);
	const { status } = await approveTransfer(service, await service.createKey({ scopes: ['agent:decide'] }), waits);
	return status === 200 ? open('The run went on.') : held(`The run did not go on: ${status}.`);
}

/** Work that callers left behind when their keys were revoked. */
export const revokedCallers: Attack[] = [
	{
		id: 'ASI03.66',
		title: { en: 'A run goes on for a caller whose key was revoked', pt: 'Uma execução segue para quem teve a chave revogada' },
		tries: 'A key begins a transfer that waits for a person, and is revoked. Somebody else approves the transfer.',
		fix: 'Update Troupe.',
		aisvs: ['9.5.6', '5.1.2'],
		play: (range) => approveOf(range, true),
		control: (range) => approveOf(range, false),
	},
];
