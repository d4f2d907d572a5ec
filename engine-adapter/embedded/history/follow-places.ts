import type { EngineEvent } from '../../engine/engine-events';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { TenantIds } from '../state/tenants';

export interface PlacedEvent extends EngineEvent {
	place: Place;
}

export interface FollowQuery {
	/** A position. Default: the last event so far. */
	after?: number;
	instanceKey?: string;
	isUntilNow?: boolean;
	tenants: TenantIds;
}

const maxPlaces = 1_000;

export async function* followPlaces(
	engine: EmbeddedEngine,
	{ after, instanceKey, isUntilNow, tenants }: FollowQuery,
	signal: AbortSignal,
): AsyncGenerator<PlacedEvent> {
	const places = new Map<string, Place | undefined>();
	const findPlace = (key: string): Place | undefined => {
		if (!places.has(key)) {
			if (places.size === maxPlaces) places.delete(places.keys().next().value!);
			places.set(
				key,
				engine.readNow((kernel) => readPlace(kernel, key)),
			);
		}
		return places.get(key);
	};
	const from = after ?? engine.readNow((kernel) => kernel.log.readLast());
	for await (const event of engine.subscribe(from, { instanceKey }, signal, isUntilNow)) {
		const place = findPlace(event.instanceKey);
		if (place && (tenants === 'every' || tenants.includes(place.tenantId))) yield { ...event, place };
	}
}

/** Undefined when retention has removed the instance. */
function readPlace(kernel: Kernel, instanceKey: string): Place | undefined {
	const row = kernel.database.get<{ instance_key: number; definition_key: number }>(
		'SELECT key AS instance_key, definition_key FROM process_instance WHERE key = ?',
		instanceKey,
	);
	return row && describePlace(kernel, row);
}
