import { defaultTenant } from '../../core/base/tenant';
import type { EventStore } from '../../core/ports/events/event-store';
import type { NewEvent } from '../../core/ports/events/events';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { type IncidentSummary, searchIncidentDetails } from '../../engine-adapter/embedded/work/work-directory';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import type { ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';

const everyMs = 1_000;
const owner = defaultTenant;

/** Publishes the embedded engine's incidents from its oldest open one. Returns a function that ends it. */
export function publishIncidents(engine: EmbeddedEngine, host: Host, reportFault: ReportFault): { stop: () => Promise<void> } {
	return repeat(
		async () => publishNew(engine, await openEvents(host), host.tenant ?? defaultTenant),
		everyMs,
		(fault) => reportFault(fault, {}),
	);
}

/** Incident keys rise, and events have their own keys: after a crash, none is lost or repeated. */
async function publishNew(engine: EmbeddedEngine, store: EventStore, ownTenant: string): Promise<void> {
	const identity = await engine.identify();
	const source = `incidents ${identity}`;
	const after = String(await store.readPosition(owner, source));
	const incidents = await engine.read((kernel) => searchIncidentDetails(kernel, { after, tenants: 'every' }));
	for (const incident of incidents) {
		const tenant = incident.tenantId === defaultTenantId ? ownTenant : incident.tenantId;
		await store.append(tenant, [toEvent(incident, identity)]);
		await store.writePosition(owner, source, Number(incident.key));
	}
}

/** Without the message, which can contain values of variables. */
function toEvent({ key, instanceKey, processId, elementId, errorType, createdAt }: IncidentSummary, identity: string): NewEvent {
	return {
		type: 'process.incident-created',
		key: `incident ${identity} ${key}`,
		at: createdAt,
		data: { engine: 'embedded', instanceKey, processId, elementId, incidentKey: key, errorType },
	};
}
