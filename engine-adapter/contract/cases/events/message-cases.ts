import type { Action, ContractCase } from '../../contract-case';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../model-builder';

const waiting = (id: string): ContractCase['resources'] => [
	processModel(id, [startEvent(), messageCatch('paid', id, '=orderId'), endEvent(), ...chain('start', 'paid', 'end')]),
];

const start = (processId: string, orderId: unknown = 'order-1'): Action => ({ start: { processId, variables: { orderId } } });
const publish = (
	name: string,
	variables: Record<string, unknown>,
	more: { correlationKey?: string; timeToLiveMs?: number; messageId?: string } = {},
): Action => ({
	publishMessage: { name, correlationKey: 'order-1', variables, ...more },
});

export const messageCases: ContractCase[] = [
	{
		id: 'message-waited-for',
		title: 'a message is caught by the event that waits for its name and key, and brings its variables',
		resources: waiting('message-waited-for'),
		script: [start('message-waited-for'), publish('message-waited-for', { amount: 7, orderId: 'overwritten' })],
	},
	{
		id: 'message-buffered',
		title: 'a message published before its catch event is buffered for its time to live',
		resources: waiting('message-buffered'),
		script: [publish('message-buffered', { amount: 7 }, { timeToLiveMs: 60_000 }), start('message-buffered')],
	},
	{
		id: 'message-lost',
		title: 'a message without time to live is lost when nothing waits for it',
		resources: waiting('message-lost'),
		script: [publish('message-lost', { amount: 7 }), start('message-lost')],
	},
	{
		id: 'message-expired',
		title: 'a buffered message is gone after its time to live',
		resources: waiting('message-expired'),
		script: [publish('message-expired', { amount: 7 }, { timeToLiveMs: 100 }), { wait: 1_500 }, start('message-expired')],
	},
	{
		id: 'message-other-key',
		title: 'a message with another key is not caught',
		resources: waiting('message-other-key'),
		script: [start('message-other-key'), publish('message-other-key', { amount: 7 }, { correlationKey: 'order-2' })],
	},
	{
		id: 'message-number-key',
		title: 'a correlation key that is a number matches its text',
		resources: waiting('message-number-key'),
		script: [start('message-number-key', 17), publish('message-number-key', { amount: 7 }, { correlationKey: '17' })],
	},
	{
		id: 'message-key-missing',
		title: 'a catch event without a correlation key raises an incident, and waits once the key is there',
		resources: waiting('message-key-missing'),
		script: [
			start('message-key-missing', null),
			{ resolveIncident: { elementId: 'paid', variables: { orderId: 'order-1' } } },
			publish('message-key-missing', { amount: 7 }),
		],
	},
	{
		id: 'message-one-of-two-instances',
		title: 'a message is caught by one of two instances of a process that wait for the same key',
		resources: waiting('message-one-of-two-instances'),
		script: [
			start('message-one-of-two-instances'),
			start('message-one-of-two-instances'),
			publish('message-one-of-two-instances', { amount: 7 }),
		],
	},
	{
		id: 'message-twice',
		title: 'a second message of the same id is refused while the first is buffered',
		resources: waiting('message-twice'),
		script: [
			publish('message-twice', { amount: 1 }, { timeToLiveMs: 60_000, messageId: 'payment-1' }),
			publish('message-twice', { amount: 2 }, { timeToLiveMs: 60_000, messageId: 'payment-1' }),
			start('message-twice'),
		],
	},
	{
		id: 'message-order',
		title: 'buffered messages are caught in the order in which they were published, each once',
		resources: [
			processModel('message-order', [
				startEvent(),
				messageCatch('one', 'message-order', '=orderId'),
				messageCatch('two', 'message-order', '=orderId'),
				endEvent(),
				...chain('start', 'one', 'two', 'end'),
			]),
		],
		script: [
			publish('message-order', { first: 1, last: 1 }, { timeToLiveMs: 60_000 }),
			publish('message-order', { second: 2, last: 2 }, { timeToLiveMs: 60_000 }),
			start('message-order'),
		],
	},
	...(
		[
			['big', '=9007199254740993', '9007199254740993'],
			['fraction', '=1.50', '1.5'],
			['fraction-whole', '=1.50', '1'],
			['thousand', '=1000', '1000'],
			['true', '=true', 'true'],
		] as const
	).map(([what, key, correlationKey]): ContractCase => {
		const id = `message-key-${what}`;
		return {
			id,
			title: `a message whose key is ${key.slice(1)}`,
			resources: [processModel(id, [startEvent(), messageCatch('paid', id, key), endEvent(), ...chain('start', 'paid', 'end')])],
			script: [start(id), publish(id, { paid: true }, { correlationKey })],
		};
	}),
];
