import { isTroupeError } from '../../../core/base/errors';
import { readText, type Item } from './search';
import type { Operator } from './operator';

/** Result of a guardrail of an agent task: `personal-data: mask of the input`. */
export interface TaskGuardrail {
	elementId: string;
	guardrail: string;
	action: string;
	stage: string;
}

interface Events {
	events: Item[];
	cursor?: number;
}

/** Reads what guardrails did in the agent tasks of an instance. A cluster has no events: there only the last agent task is known. */
export async function readGuardrails(operator: Operator, instanceKey: string): Promise<TaskGuardrail[]> {
	const events = await readEvents(operator, instanceKey);
	const found: TaskGuardrail[] = [];
	let elementId = '';
	for (const event of events) {
		const details = event.details as { type?: string; name?: string; value?: unknown };
		// A job ends before what it brings is set.
		if (event.kind !== 'variable-set') elementId = readText(event, 'elementId');
		else if (details.name === 'guardrails' && Array.isArray(details.value))
			found.push(...details.value.map((one: Item) => toGuardrail(elementId, one)));
	}
	return found;
}

async function readEvents({ rest }: Operator, instanceKey: string): Promise<Item[]> {
	const all: Item[] = [];
	const query = `follow=false&processInstanceKey=${instanceKey}&kinds=job-completed,job-error-thrown,variable-set`;
	for (let after: number | undefined = 0; after !== undefined;) {
		const path = `/events?${query}&after=${after}`;
		const answer: Events = await rest.call<Events>({ subject: 'Reading events', method: 'GET', path }).catch((error: unknown) => {
			if (isTroupeError(error) && error.code === 'NOT_SUPPORTED') return { events: [] };
			throw error;
		});
		all.push(...answer.events);
		after = answer.cursor;
	}
	return all;
}

const toGuardrail = (elementId: string, item: Item): TaskGuardrail => ({
	elementId,
	guardrail: readText(item, 'guardrail'),
	action: readText(item, 'action'),
	stage: readText(item, 'stage'),
});
