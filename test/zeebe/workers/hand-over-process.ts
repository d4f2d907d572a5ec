import { publishUnanswered } from '../../../service/channels/publish-unanswered';
import { chain, endEvent, messageCatch, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { openHandOverWorker } from '../../../engine-adapter/workers/channels/hand-over-worker';
import { openSendWorker } from '../../../engine-adapter/workers/channels/send-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { createChannelHost } from '../../fakes/channels/channel-host';
import { waitUntil } from '../../support/wait-until';
import type { RealEngine } from '../broker/real-engine';

const inputs = (values: Record<string, string>) =>
	Object.entries({ conversation: '=conversation', ...values }).map(([target, source]) => ({ target, source }));
const model = processModel('hand-over-lead', [
	startEvent(),
	serviceTask('give', {
		type: 'troupe:hand-over',
		inputs: inputs({ reason: '="wants to buy"', summary: '={name: "Maria", need: need}' }),
		headers: { language: 'en' },
	}),
	messageCatch('nobody', 'lead-unanswered', '=conversation.id'),
	serviceTask('sorry', {
		type: 'troupe:send',
		inputs: inputs({ text: '="Sorry for the wait, " + handOver.summary.name' }),
		headers: { evenIfSilent: 'true' },
	}),
	endEvent(),
	...chain('start', 'give', 'nobody', 'sorry', 'end'),
]);

/** Hands a conversation over, and answers it when no person does, on a real engine. */
export async function runHandOverProcess({ address, restAddress }: RealEngine): Promise<void> {
	const own = await createChannelHost();
	const engine = await connectZeebe({ address, restAddress });
	const workers = [await openHandOverWorker(engine, own.host), await openSendWorker(engine, own.host)];
	try {
		await engine.deploy([model]);
		const variables = { conversation: { id: own.conversation }, need: '3 balers' };
		const ended = engine.startAndAwait({ processId: 'hand-over-lead', variables }, 100_000);
		const handOver = await waitUntil('the hand-over', async () => (await own.channels.handOvers.list('default', {}, 10))[0]);
		expect(handOver).toMatchObject({ by: 'process:hand-over-lead', summary: { name: 'Maria', need: '3 balers' }, state: 'open' });
		for (let again = 0; again < 2; again += 1) await publishUnanswered(engine, handOver, 'lead-unanswered', 'default');
		expect((await ended).variables).toMatchObject({ handedOver: { id: handOver.id, desk: null }, sent: { state: 'queued' } });
		const sends = await own.channels.outbox.list('default', {}, 10);
		expect(sends.map(({ content }) => content)).toEqual([{ kind: 'text', text: 'Sorry for the wait, Maria' }]);
	} finally {
		await Promise.all(workers.map((worker) => worker.close(0)));
		await engine.close();
		await own.remove();
	}
}
