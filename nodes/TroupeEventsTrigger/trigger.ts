import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Gate, TroupeEvent } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { openEvents } from '../../providers/compose/events/events';
import { type RecordTrigger, startOnRecords } from '../shared/records/start-on-records';
import { readFilter } from './read-filter';

const events: RecordTrigger<TroupeEvent> = {
	node: 'troupeEventsTrigger',
	what: 'events',
	open: openEvents,
	readFilter,
	toItem: ({ tenant, record: { id, eventId, type, version, at, data } }) => ({
		...{ id, eventId, event: type, version, at: new Date(at).toISOString(), tenant },
		data,
	}),
};

/** Starts the workflow for events. */
export function trigger(this: ITriggerFunctions, gate: Gate = defaultGate()): Promise<ITriggerResponse> {
	return startOnRecords(this, events, gate);
}
