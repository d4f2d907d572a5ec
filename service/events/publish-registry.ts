import { defaultTenant } from '../../core/base/tenant';
import type { EventStore } from '../../core/ports/events/event-store';
import type { NewEvent } from '../../core/ports/events/events';
import type { RegistryApi, RegistryEvent } from '../../manifests/registry/registry-api';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import type { ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';

const everyMs = 1_000;
const publishedAtOnce = 100;
const source = 'registry';

export function publishRegistry(
	registry: Pick<RegistryApi, 'events'>,
	host: Host,
	reportFault: ReportFault,
): { stop: () => Promise<void> } {
	const stopping = new AbortController();
	const repeated = repeat(
		async () => {
			const store = await openEvents(host);
			const tenants = new Set([host.tenant ?? defaultTenant, ...(await store.subscriptions.tenants())]);
			for (const tenant of tenants) await publishNew(registry, store, tenant, stopping.signal);
		},
		everyMs,
		(fault) => {
			if (!stopping.signal.aborted) reportFault(fault, {});
		},
	);
	return {
		async stop() {
			stopping.abort(new Error('The service stops.'));
			await repeated.stop();
		},
	};
}

/** Event numbers of a tenant rise, each with its own key: after a crash, none is lost or repeated. */
async function publishNew(registry: Pick<RegistryApi, 'events'>, store: EventStore, tenant: string, signal: AbortSignal): Promise<void> {
	const caller = { tenant, subject: 'events' };
	let batch: RegistryEvent[] = [];
	const publish = async () => {
		if (batch.length === 0) return;
		await store.append(
			tenant,
			batch.map((event) => toEvent(event, tenant)),
		);
		await store.writePosition(tenant, source, batch.at(-1)!.id);
		batch = [];
	};
	for await (const event of registry.events(caller, await store.readPosition(tenant, source), signal, { follow: false })) {
		batch.push(event);
		if (batch.length === publishedAtOnce) await publish();
	}
	await publish();
}

/** The time separates a recreated registry's events from earlier ones. */
const toEvent = ({ id, type, at, about }: RegistryEvent, tenant: string): NewEvent => ({
	type,
	key: `registry ${id} ${at}`,
	at: Date.parse(at),
	data: { id, tenant, about },
});
