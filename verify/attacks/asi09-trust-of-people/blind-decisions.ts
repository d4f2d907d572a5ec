import { type Attack, held, type Observation, open } from '../../attack';
import { approvalOf, approveTransfer, startTransfer } from '../../range/a2a';
import { openService } from '../../range/service';
import type { Range } from '../../range/range';

async function approve(range: Range, isBlind: boolean): Promise<Observation> {
	const service = await openService(range);
	const waits = await startTransfer(service, await service.createKey({ scopes: ['agent:run'] }));
	const { viewSha256, ...decision } = await approvalOf(service, waits);
	const key = await service.createKey({ scopes: ['agent:decide'] });
	const { status, body } = await approveTransfer(service, key, waits, isBlind ? decision : { ...decision, viewSha256 });
	if (status === 200) return open('The transfer was approved.');
	return held(`The decision did not count: ${status} ${/no-view/.exec(body)?.[0] ?? ''}`.trim());
}

/** Decisions of people who saw no call. */
export const blindDecisions: Attack[] = [
	{
		id: 'ASI09.101',
		title: { en: 'Somebody approves a call that they did not see', pt: 'Alguém aprova uma chamada que não viu' },
		tries: 'A decision names the id of a call that waits, and not the view of it.',
		fix: 'Update Troupe.',
		aisvs: ['9.2.8'],
		play: (range) => approve(range, true),
		control: (range) => approve(range, false),
	},
];
