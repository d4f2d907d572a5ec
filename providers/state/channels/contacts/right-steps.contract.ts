import { createHmac } from 'node:crypto';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type { Send } from '../../../../core/ports/channels/outbox';
import { channelSteps, fromContact } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

/** As the key of a host does it. */
export const openNames = async () => (tenant: string, name: string) =>
	createHmac('sha256', 'key').update(`${tenant} ${name}`).digest('base64url');

export const leaseMs = 60_000;
export const lid: AliasClaim = { kind: 'lid', value: '99887766554433', proof: 'provider' };
export const phone: AliasClaim = { kind: 'phone', value: '5544999999999', proof: 'provider' };

/** Does to a store what contacts do who demand something. */
export function rightSteps(open: () => ChannelStores) {
	const steps = channelSteps(open);
	async function say(text: string, changes: Parameters<typeof fromContact>[1] = {}) {
		const applied = await steps.apply(fromContact(text, changes));
		if (applied.kind !== 'message') throw new Error(applied.kind);
		return applied;
	}
	const outgoing = async () => (await open().outbox.list('acme', {}, 20)).map(({ content, state }) => [textOf(content), state]);
	const textOf = (content: Send['content']) => (content.kind === 'text' ? content.text : content.kind);
	const enqueue = (id: string, text: string, tenant = 'acme') =>
		open().outbox.enqueue(tenant, id, [{ key: `${text} ${Math.random()}`, content: { kind: 'text', text } }], { evenIfSilent: true });
	return { ...steps, say, outgoing, enqueue };
}
