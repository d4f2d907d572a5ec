import { defaultTenant } from '../../core/base/tenant';
import type { OnGivenUp } from '../../core/channels/failed-work';
import type { EventStore } from '../../core/ports/events/event-store';
import type { Mailbox } from '../../core/ports/channels/mailbox';
import type { Clock } from '../../core/ports/host';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import type { CancelledInstance, EndedPlace } from '../../engine-adapter/engine/cancelled-instances';
import type { MessageEngine } from './message-engine';

export interface CancelledParts {
	engine: MessageEngine;
	mailbox: Pick<Mailbox, 'giveUpPublished'>;
	openEvents: () => Promise<Pick<EventStore, 'readPosition' | 'writePosition'>>;
	clock: Clock;
	/** The service's tenant, which is the engine's default. */
	ownTenant: string;
	onGivenUp: OnGivenUp;
}

/** How often instances that were cancelled are looked for. */
export const cancelledEveryMs = 1_000;
/** Where the position of an engine is stored. */
const owner = defaultTenant;
/** A turn that goes on ends within this time, or another process has it. */
const busyMs = 120_000;
/** Bounds what one instance names. */
const maxMessages = 1_000;

/**
 * Gives up turns whose instance was cancelled before it answered: nothing has them any more, and a replay gives them to the newest version. An
 * instance that completed without an answer is left alone: what it began elsewhere can still answer.
 */
export async function giveUpCancelled(parts: CancelledParts): Promise<void> {
	const { engine, openEvents } = parts;
	if (engine.listCancelled === undefined || engine.identify === undefined) return;
	const source = `cancelled ${await engine.identify()}`;
	const events = await openEvents();
	const before = await events.readPosition(owner, source);
	// Others can have ended in the same millisecond: what is given up already stays so.
	let after: EndedPlace | undefined = { endedAt: before, key: -1 };
	let position = before;
	let isHeldUp = false;
	while (after !== undefined) {
		const page: Awaited<ReturnType<NonNullable<MessageEngine['listCancelled']>>> = await engine.listCancelled(after, variableNames);
		for (const instance of page.instances) {
			const isSettled = await giveUp(parts, instance);
			if (!isHeldUp && isSettled) position = instance.endedAt;
			isHeldUp ||= !isSettled;
		}
		if (!isHeldUp && page.lastEndedAt !== undefined) position = page.lastEndedAt;
		after = page.next;
	}
	if (position > before) await events.writePosition(owner, source, position);
}

/** Variables that `publishTurn` gives to a process. */
const variableNames = ['conversation', 'messages'];

/** @returns false if it has to be tried again */
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
