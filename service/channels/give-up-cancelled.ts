import { defaultTenant } from '../../core/base/tenant';
import type { OnGivenUp } from '../../core/channels/failed-work';
import type { EventStore } from '../../core/ports/events/event-store';
import type { Mailbox } from '../../core/ports/channels/mailbox';
import type { Clock } from '../../core/ports/host';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import type { CancelledInstance, CancelledPage, EndedPlace } from '../../engine-adapter/engine/cancelled-instances';
import type { MessageEngine } from './message-engine';

export interface CancelledParts {
	engine: MessageEngine;
	mailbox: Pick<Mailbox, 'giveUpPublished'>;
	openEvents: () => Promise<Pick<EventStore, 'readPosition' | 'writePosition'>>;
	clock: Clock;
	/** The engine's default tenant. */
	ownTenant: string;
	onGivenUp: OnGivenUp;
}

export const cancelledEveryMs = 1_000;
const owner = defaultTenant;
/** A turn ends within this time, or another process has it. */
const busyMs = 120_000;
const maxMessages = 1_000;

/**
 * Gives up turns whose instance was cancelled before it answered: nothing has them, and a replay uses the newest version. A completed instance
 * without an answer is left alone: what it began elsewhere can still answer. Each instance is checked once, since its customer can soon have the same
 * messages with another one.
 */
export function giveUpCancelled(parts: CancelledParts): () => Promise<void> {
	const { engine, openEvents } = parts;
	let lookedUntil: number | undefined;
	const pending: CancelledInstance[] = [];
	return async () => {
		if (engine.listCancelled === undefined || engine.identify === undefined) return;
		const source = `cancelled ${await engine.identify()}`;
		const events = await openEvents();
		const before = await events.readPosition(owner, source);
		lookedUntil ??= before;
		let after: EndedPlace | undefined = { endedAt: lookedUntil, key: Number.MAX_SAFE_INTEGER };
		while (after !== undefined) {
			const page: CancelledPage = await engine.listCancelled(after, variableNames);
			pending.push(...page.instances);
			lookedUntil = page.lastEndedAt ?? lookedUntil;
			after = page.next;
		}
		for (const instance of [...pending]) if (await giveUp(parts, instance)) pending.splice(pending.indexOf(instance), 1);
		const position = Math.min(lookedUntil, ...pending.map(({ endedAt }) => endedAt - 1));
		if (position > before) await events.writePosition(owner, source, position);
	};
}

const variableNames = ['conversation', 'messages'];

/** @returns false if it must be retried */
async function giveUp({ mailbox, clock, ownTenant, onGivenUp }: CancelledParts, instance: CancelledInstance): Promise<boolean> {
	const { instanceKey, processId, version, tenantId, others, endedAt } = instance;
	const conversation = instance.correlationKey ?? readId(instance.variables['conversation']);
	// Another process has the same turn, and can answer.
	if (conversation === undefined || others.length > 0) return true;
	const tenant = tenantId === defaultTenantId ? ownTenant : tenantId;
	const reason = `The instance ${instanceKey} of the process ${processId} (version ${version}) was cancelled before it answered.`;
	const { messages } = instance.variables;
	const until = Array.isArray(messages) ? messages.slice(-maxMessages).flatMap((message) => readId(message) ?? []) : [];
	const given = await mailbox.giveUpPublished(tenant, conversation, { until, reason });
	if (given === 'busy') return endedAt < clock.now() - busyMs;
	for (const id of given.turns) onGivenUp({ what: 'turn', tenant, channel: given.channel, id, reason });
	return true;
}

function readId(value: unknown): string | undefined {
	const id = (value as { id?: unknown } | null | undefined)?.id;
	return typeof id === 'string' ? id : undefined;
}
