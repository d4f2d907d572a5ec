import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { FlowNode } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { Message } from '../../engine/messages';
import type { Variables } from '../../engine/variables';
import { maxDueAtOnce } from '../bounds';
import { catchEvent, isCatching } from './deliver-event';
import type { ElementContext, Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { expectInput, isDuration } from '../expect-input';
import { correlateToStarts } from './message-starts';
import { narrowReaders, readStarter, toStarterRow } from '../flow/starter';
import { isCorrelated, markCorrelated, unmarkCorrelated, type MessageRow } from '../state/instances/message-store';
import { defaultTenantId } from '../state/tenants';
import type { Correlation } from '../flow/step';
import { lookUp, parseVariables } from '../state/instances/variables';

interface SubscriptionRow {
	key: number;
	name: string;
	correlation_key: string;
	element_instance_key: number;
	process_id: string;
	element_id: string;
	tenant_id: string;
}

/**
 * Zeebe's documentation, message correlation: once to each process; buffered for the rest of its time to live. @throws TroupeError INPUT_INVALID,
 * STATE_CONFLICT when the same message is buffered already
 */
export function publishMessage(kernel: Kernel, request: Message): { messageKey: string } {
	return { messageKey: String(distribute(kernel, request).key) };
}

/** Must reach an instance now. @returns the first one @throws TroupeError INSTANCE_NOT_FOUND when nothing waits for it */
export function correlateMessage(kernel: Kernel, request: Omit<Message, 'timeToLiveMs'>): { messageKey: string; instanceKey: string } {
	const { key, reached } = distribute(kernel, { ...request, timeToLiveMs: 0 });
	if (reached[0] !== undefined) return { messageKey: String(key), instanceKey: String(reached[0]) };
	throw new TroupeError({
		code: 'INSTANCE_NOT_FOUND',
		message: `Expected to find a subscription for the message with name '${request.name}' and correlation key '${request.correlationKey}', but none was found.`,
		fix: 'Publish it with a time to live if it can arrive before an instance waits for it.',
	});
}

function distribute(kernel: Kernel, request: Message): { key: number; reached: number[] } {
	const { database, clock } = kernel;
	const { name, correlationKey, messageId = null, timeToLiveMs = 0, tenantId = defaultTenantId, startedBy, session, asker } = request;
	expectInput(typeof name === 'string' && name !== '', 'A message has no name.', 'Pass the name of the message.');
	expectInput(
		typeof correlationKey === 'string',
		'The correlation key of a message is not a string.',
		'Pass a string. An empty one only starts processes.',
	);
	expectInput(isDuration(timeToLiveMs), 'The time to live of a message is not a duration.', 'Pass milliseconds, 0 or more.');
	if (messageId !== null) refuseTwin(kernel, request, tenantId);
	const message: MessageRow = {
		key: database.nextKey(),
		name,
		correlation_key: correlationKey,
		message_id: messageId,
		variables: stringifyJson(parseVariables(request.variables ?? {})),
		expires: clock.now() + timeToLiveMs,
		tenant_id: tenantId,
		...toStarterRow({ startedBy, session, asker }),
	};
	const { key, variables, expires } = message;
	const row = [key, name, correlationKey, messageId, variables, expires, tenantId, message.started_by, message.asker, message.session];
	database.run('INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...row);
	const waiting = assignToWaiting(kernel, message);
	const reached = [
		...waiting.map(({ elementInstanceKey }) => findInstance(kernel, elementInstanceKey)!.instanceKey),
		...correlateToStarts(kernel, message),
	];
	// New instances begin before the message reaches waiting ones (recorded from 8.6).
	for (const correlation of waiting) kernel.steps.push({ kind: 'correlate', correlation });
	if (timeToLiveMs <= 0) deleteMessage(kernel, key);
	return { key, reached };
}

/** A buffered message counts too. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function subscribeToMessage({ kernel, instance, process }: ElementContext, { id, event }: FlowNode): () => void {
	if (event?.kind !== 'message') throw new Error('Only message events wait for messages.');
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const name = process.expressions.evaluateText(event.name, see);
	const correlationKey = process.expressions.evaluateCorrelationKey(event.correlationKey!, see);
	return () => {
		const key = kernel.database.nextKey();
		kernel.database.run(
			`INSERT INTO message_subscription (key, name, correlation_key, element_instance_key, process_id, element_id, tenant_id)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			key,
			name,
			correlationKey,
			instance.key,
			process.processId,
			id,
			process.tenantId,
		);
		kernel.steps.push({ kind: 'look-for-message', subscriptionKey: key });
	};
}

export function lookForMessage(kernel: Kernel, subscriptionKey: number): void {
	const subscription = kernel.database.get<SubscriptionRow>('SELECT * FROM message_subscription WHERE key = ?', subscriptionKey);
	if (!subscription) return;
	const message = kernel.database.get<MessageRow>(
		`SELECT * FROM message WHERE name = ?1 AND correlation_key = ?2 AND tenant_id = ?5 AND expires > ?3
		AND NOT EXISTS (SELECT 1 FROM message_correlation WHERE message_key = message.key AND process_id = ?4) ORDER BY key LIMIT 1`,
		subscription.name,
		subscription.correlation_key,
		kernel.clock.now(),
		subscription.process_id,
		subscription.tenant_id,
	);
	if (message) correlateLater(kernel, subscription, message);
}

export function expireMessages(kernel: Kernel): void {
	for (const { key } of kernel.database.all<{ key: number }>(
		'SELECT key FROM message WHERE expires <= ? LIMIT ?',
		kernel.clock.now(),
		maxDueAtOnce,
	))
		deleteMessage(kernel, key);
}

function assignToWaiting(kernel: Kernel, message: MessageRow): Correlation[] {
	const subscriptions = kernel.database.all<SubscriptionRow>(
		'SELECT * FROM message_subscription WHERE name = ? AND correlation_key = ? AND tenant_id = ? ORDER BY element_instance_key',
		message.name,
		message.correlation_key,
		message.tenant_id,
	);
	// In sequence: a message reaches a process once.
	return subscriptions.flatMap((subscription) => {
		if (isCorrelated(kernel, message.key, subscription.process_id)) return [];
		return [assign(kernel, subscription, message)];
	});
}

function correlateLater(kernel: Kernel, subscription: SubscriptionRow, message: MessageRow): void {
	kernel.steps.push({ kind: 'correlate', correlation: assign(kernel, subscription, message) });
}

/** Reserves the message for this subscription in its process. */
function assign(kernel: Kernel, subscription: SubscriptionRow, message: MessageRow): Correlation {
	markCorrelated(kernel, message.key, subscription.process_id);
	const catching = kernel.definitions
		.get(findInstance(kernel, subscription.element_instance_key)!.definitionKey)
		.node(subscription.element_id);
	// BPMN 2.0, 13.5.3: an event that does not interrupt may happen again.
	if (catching.interrupting !== false) kernel.database.run('DELETE FROM message_subscription WHERE key = ?', subscription.key);
	const { name, correlation_key: correlationKey } = message;
	return {
		messageKey: message.key,
		processId: subscription.process_id,
		elementInstanceKey: subscription.element_instance_key,
		elementId: catching.id,
		name,
		correlationKey,
		variables: parseJson(message.variables) as Variables,
		...readStarter(message),
	};
}

export function correlate(kernel: Kernel, correlation: Correlation): void {
	const { elementInstanceKey, elementId, name, correlationKey, variables } = correlation;
	const instance = findInstance(kernel, elementInstanceKey);
	if (!isCatching(instance)) return correlateElsewhere(kernel, correlation);
	const catching = kernel.definitions.get(instance.definitionKey).node(elementId);
	kernel.log.append('message-correlated', { ...instance, elementId, type: catching.type }, { name, correlationKey });
	narrowReaders(kernel, instance.instanceKey, correlation);
	catchEvent(kernel, instance, catching, variables);
	if (catching.interrupting === false) lookAgain(kernel, correlation);
}

function lookAgain(kernel: Kernel, { elementInstanceKey, elementId }: Correlation): void {
	const sql = 'SELECT key FROM message_subscription WHERE element_instance_key = ? AND element_id = ?';
	const subscription = kernel.database.get<{ key: number }>(sql, elementInstanceKey, elementId);
	if (subscription) kernel.steps.push({ kind: 'look-for-message', subscriptionKey: subscription.key });
}

function correlateElsewhere(kernel: Kernel, { messageKey, processId }: Correlation): void {
	const message = kernel.database.get<MessageRow>('SELECT * FROM message WHERE key = ? AND expires > ?', messageKey, kernel.clock.now());
	if (!message) return;
	unmarkCorrelated(kernel, messageKey, processId);
	const next = kernel.database.get<SubscriptionRow>(
		`SELECT * FROM message_subscription WHERE name = ? AND correlation_key = ? AND tenant_id = ? AND process_id = ?
		ORDER BY element_instance_key LIMIT 1`,
		message.name,
		message.correlation_key,
		message.tenant_id,
		processId,
	);
	if (next) correlateLater(kernel, next, message);
}

function refuseTwin(kernel: Kernel, { name, correlationKey, messageId }: Message, tenantId: string): void {
	const twin = kernel.database.get(
		'SELECT 1 FROM message WHERE name = ? AND correlation_key = ? AND tenant_id = ? AND message_id = ?',
		name,
		correlationKey,
		tenantId,
		messageId!,
	);
	if (!twin) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `A message "${name}" with the id "${messageId}" is already buffered.`,
		fix: 'Ignore this if the message was sent twice. Otherwise use another message id.',
		details: { name, messageId, rejection: 'ALREADY_EXISTS' },
	});
}

function deleteMessage(kernel: Kernel, key: number): void {
	kernel.database.run('DELETE FROM message WHERE key = ?', key);
	kernel.database.run('DELETE FROM message_correlation WHERE message_key = ?', key);
}
