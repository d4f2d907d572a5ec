import type { IDataObject } from 'n8n-workflow';
import { pause } from '../../core/base/async/pause';
import { TroupeError } from '../../core/base/errors';
import { limitChannels } from '../../core/channels/limit-channels';
import { sendMessages } from '../../core/channels/send-messages';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Send } from '../../core/ports/channels/outbox';
import { systemClock } from '../../core/ports/host';
import { doSomeWork } from '../../core/work/work-runner';
import type { ChannelWork } from './open-work';

/** Longer than a provider usually takes. After that the trigger's process continues. */
const maxWaitMs = 15_000;
const lookEveryMs = 200;
const takenAtOnce = 8;
const underway = new Set(['queued', 'sending', 'unknown']);

/**
 * Sends pending messages, together with other processes, until these are sent: in an editor test nothing else does. @throws TroupeError
 * CHANNEL_REFUSED, STORAGE_…
 */
export async function deliver(work: ChannelWork, { name, state }: ChannelRecord, ids: readonly string[]): Promise<IDataObject> {
	const { tenant, signal } = work;
	const parts = { ...limitChannels(work.parts, { tenant, lanes: [name] }), clock: systemClock };
	const until = AbortSignal.any([signal, AbortSignal.timeout(maxWaitMs)]);
	let sends = await findAll(work, ids);
	while (state === 'active' && !until.aborted && sends.some((one) => underway.has(one.state))) {
		const count = await doSomeWork({ ...sendMessages(parts), concurrency: takenAtOnce }, { stop: signal });
		sends = await findAll(work, ids);
		if (count === 0 && sends.some((one) => underway.has(one.state))) await pause(lookEveryMs, until);
	}
	const refused = sends.find((one) => one.state === 'refused' || one.state === 'failed');
	if (refused) throw messageRefused(refused);
	const messages = sends.map(({ id, state: each, reason }) => ({ id, state: each, reason }));
	return { state: messages.find((one) => underway.has(one.state))?.state ?? messages.at(-1)?.state ?? 'sent', messages };
}

const findAll = async ({ parts, tenant }: ChannelWork, ids: readonly string[]): Promise<Send[]> =>
	(await Promise.all(ids.map((id) => parts.outbox.find(tenant, id)))).filter((one) => one !== undefined);

const messageRefused = ({ id, reason }: Send) =>
	new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: `The message was not sent. ${reason ?? 'The provider refused it.'}`,
		fix: `Correct the cause. To send this message again: troupe channel resend NAME ${id}.`,
	});
