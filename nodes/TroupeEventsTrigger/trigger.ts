import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { TroupeEvent } from '../../core/ports/events/events';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { openEvents } from '../../providers/compose/events/events';
import { linkRun } from '../shared/console-links';
import { type RecordTrigger, startOnRecords } from './records/start-on-records';
import type { EventSource } from './properties';
import { readFilter } from './read-filter';

const events: RecordTrigger<TroupeEvent> = {
	what: 'events',
	open: openEvents,
	readFilter,
	toItem: ({ tenant, record: { id, eventId, type, version, at, data } }) => ({
		id,
		eventId,
		event: type,
		version,
		at: new Date(at).toISOString(),
		tenant,
		data,
		...linkOf(data),
	}),
	findOwner: ({ record: { data } }) => {
		const { conversation, contact } = data as { conversation?: unknown; contact?: unknown };
		return { ...(typeof conversation === 'string' && { id: conversation }), ...(typeof contact === 'string' && { person: contact }) };
	},
};

const linkOf = (data: object) => ('runId' in data && typeof data.runId === 'string' ? linkRun(data.runId) : {});

export async function trigger(this: ITriggerFunctions, gate: Gate = defaultGate()): Promise<ITriggerResponse> {
	switch (this.getNodeParameter('source', 'events') as EventSource) {
		case 'approvals':
			return startOnRecords(this, (await import('./approvals/approvals')).approvals, gate);
		case 'violations':
			return startOnRecords(this, (await import('./violations/violations')).violations, gate);
		case 'registry':
			return (await import('./registry/follow-registry')).followRegistry(this, gate);
		default:
			return startOnRecords(this, events, gate);
	}
}
