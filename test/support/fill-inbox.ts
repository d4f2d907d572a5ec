/** Things of many kinds that wait for a person, as the stores of a test service get them. */
import { defaultHandOverSettings } from '../../core/ports/channels/hand-overs';
import { endEvent, extensions, flow, processModel, startEvent } from '../contract/model-builder';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { findStatePlace } from '../../providers/compose/state/state-place';
import { openStateDatabase } from '../../providers/database/state-database';
import { addWork } from '../../providers/state/work/work-rows';
import { workSchema } from '../../providers/state/work/work-schema';
import type { OperationHost } from '../../service/operations/operation';
import { hearPerson } from './privacy/hear-person';

/** The state of a test service as an operation opens it. */
export const stateOf = (host: object): OperationHost => ({ tenant: 'default', ...host }) as OperationHost;

/** Text, number, choice and consent, some of which must be filled in. */
export const refundForm = JSON.stringify({
	...{ id: 'refund', type: 'default', schemaVersion: 16 },
	components: [
		{ type: 'text', text: '# Refund' },
		{ type: 'textfield', key: 'customer', label: 'Customer', readonly: true },
		{ type: 'number', key: 'amount', label: 'Amount', validate: { required: true, min: 1, max: 500 } },
		{
			...{ type: 'select', key: 'reason', label: 'Reason', validate: { required: true } },
			values: [
				{ label: 'It was late', value: 'late' },
				{ label: 'It was broken', value: 'broken' },
			],
		},
		{
			type: 'textarea',
			key: 'note',
			label: 'Note',
			conditional: { hide: '=reason != "broken"' },
			validate: { required: true, minLength: 5 },
		},
		{ type: 'checkbox', key: 'agreed', label: 'Agreed with the customer' },
	],
});

const definition = (properties: string) => `<zeebe:userTask/><zeebe:formDefinition formId="refund"/>${properties}`;
const task = (id: string, name: string, properties = '') => ({
	...{ tag: 'userTask', id, attributes: ` name="${name}"`, extensions: extensions(definition(properties)) },
});

/** Deploys a process whose only work is a user task, and starts it. @param properties such as an assignment, as BPMN */
export async function startTask(
	engine: EmbeddedEngine,
	id: string,
	name: string,
	variables: object = {},
	properties = '',
): Promise<string> {
	const model = processModel(id, [
		startEvent(),
		task('decide', name, properties),
		endEvent(),
		flow('a', 'start', 'decide'),
		flow('b', 'decide', 'end'),
	]);
	await engine.deploy([{ name: 'refund.form', content: refundForm }, model]);
	return (await engine.start({ processId: id, variables: variables as never })).instanceKey;
}

/** A conversation that its agent gave to people. */
export async function handOver(host: object, phone: string): Promise<string> {
	const own = stateOf(host);
	const { conversation } = await hearPerson(phone, [{ kind: 'text', text: 'A person, please.' }], own);
	await (
		await openChannels(own)
	).handOvers.begin('default', conversation, {
		...{ key: `h ${phone}`, reason: 'asks for a person', summary: { temperature: 'hot' }, language: 'en', by: 'agent', lastWords: [] },
		...{ pauseMs: null, settings: { ...defaultHandOverSettings, unansweredMinutes: 30 } },
	});
	return conversation;
}

/** Adds work that failed. */
export async function failWork(host: object, key: string, attempts: number): Promise<void> {
	const database = openStateDatabase(findStatePlace(host)!, workSchema);
	await database.change('default', async (connection) => {
		await addWork(connection, { tenant: 'default', kind: 'run-notice', key, dueAt: Date.now() + 3_600_000 });
		await connection.run('UPDATE work SET attempts = ? WHERE key = ?', attempts, key);
	});
	await database.close();
}
