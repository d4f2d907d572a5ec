import type { Message, Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, messageCatch, startEvent } from '../../model-builder';
import { type CaseAction, publish, start } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';

const waiting = (id: string): ModelPart[] => around(messageCatch('paid', id, '=orderId'));

const startOrder = (orderId: unknown = 'order-1'): CaseAction => start({ orderId });
const publishOrder = (name: string, variables: Variables, more: Partial<Message> = {}): CaseAction =>
	publish(name, variables, { correlationKey: 'order-1', ...more });

export const messageCases: ContractCase[] = [
	defineCase('message-waited-for', 'a message is caught by the event that waits for its name and key, and brings its variables', (id) => ({
		parts: waiting(id),
		script: [startOrder(), publishOrder(id, { amount: 7, orderId: 'overwritten' })],
	})),
	defineCase('message-buffered', 'a message published before its catch event is buffered for its time to live', (id) => ({
		parts: waiting(id),
		script: [publishOrder(id, { amount: 7 }, { timeToLiveMs: 60_000 }), startOrder()],
	})),
	defineCase('message-lost', 'a message without time to live is lost when nothing waits for it', (id) => ({
		parts: waiting(id),
		script: [publishOrder(id, { amount: 7 }), startOrder()],
	})),
	defineCase('message-expired', 'a buffered message is gone after its time to live', (id) => ({
		parts: waiting(id),
		script: [publishOrder(id, { amount: 7 }, { timeToLiveMs: 100 }), { wait: 1_500 }, startOrder()],
	})),
	defineCase('message-other-key', 'a message with another key is not caught', (id) => ({
		parts: waiting(id),
		script: [startOrder(), publishOrder(id, { amount: 7 }, { correlationKey: 'order-2' })],
	})),
	defineCase('message-number-key', 'a correlation key that is a number matches its text', (id) => ({
		parts: waiting(id),
		script: [startOrder(17), publishOrder(id, { amount: 7 }, { correlationKey: '17' })],
	})),
	defineCase(
		'message-key-missing',
		'a catch event without a correlation key raises an incident, and waits once the key is there',
		(id) => ({
			parts: waiting(id),
			script: [
				startOrder(null),
				{ resolveIncident: { elementId: 'paid', variables: { orderId: 'order-1' } } },
				publishOrder(id, { amount: 7 }),
			],
		}),
	),
	defineCase(
		'message-one-of-two-instances',
		'a message is caught by one of two instances of a process that wait for the same key',
		(id) => ({ parts: waiting(id), script: [startOrder(), startOrder(), publishOrder(id, { amount: 7 })] }),
	),
	defineCase('message-twice', 'a second message of the same id is refused while the first is buffered', (id) => ({
		parts: waiting(id),
		script: [
			publishOrder(id, { amount: 1 }, { timeToLiveMs: 60_000, messageId: 'payment-1' }),
			publishOrder(id, { amount: 2 }, { timeToLiveMs: 60_000, messageId: 'payment-1' }),
			startOrder(),
		],
	})),
	defineCase('message-order', 'buffered messages are caught in the order in which they were published, each once', (id) => ({
		parts: [
			startEvent(),
			messageCatch('one', id, '=orderId'),
			messageCatch('two', id, '=orderId'),
			endEvent(),
			...chain('start', 'one', 'two', 'end'),
		],
		script: [
			publishOrder(id, { first: 1, last: 1 }, { timeToLiveMs: 60_000 }),
			publishOrder(id, { second: 2, last: 2 }, { timeToLiveMs: 60_000 }),
			startOrder(),
		],
	})),
	...(
		[
			['big', '=9007199254740993', '9007199254740993'],
			['fraction', '=1.50', '1.5'],
			['fraction-whole', '=1.50', '1'],
			['thousand', '=1000', '1000'],
			['true', '=true', 'true'],
		] as const
	).map(([what, key, correlationKey]) =>
		defineCase(`message-key-${what}`, `a message whose key is ${key.slice(1)}`, (id) => ({
			parts: around(messageCatch('paid', id, key)),
			script: [startOrder(), publishOrder(id, { paid: true }, { correlationKey })],
		})),
	),
];
