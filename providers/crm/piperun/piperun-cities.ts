import { BoundedCache } from '../../../core/base/bounded-cache';
import type { CrmCity } from '../../../core/ports/crm';
import { plain } from '../../../core/base/text/plain-text';
import type { CrmAccess } from '../shared/crm-call';
import { listPipeRun, readId } from './piperun-call';

/** Brazil has 5,570 municipalities. */
const maxCities = 6_000;

export interface PipeRunCities {
	find(city: CrmCity | undefined, signal: AbortSignal): Promise<number | undefined>;
}

/** Caches numbers of cities, which do not change; unknown cities are asked for again. */
export function createPipeRunCities(access: CrmAccess): PipeRunCities {
	const cache = new BoundedCache<number>(maxCities);
	return {
		async find(city, signal) {
			if (city === undefined) return undefined;
			const key = JSON.stringify([plain(city.name), plain(city.state)]);
			const cached = cache.get(key);
			if (cached !== undefined) return cached;
			for await (const { id, name, uf } of listPipeRun(access, '/cities', { name: city.name, uf: city.state }, signal)) {
				// The filter also finds names that contain the text.
				if (plain(name) !== plain(city.name) || plain(uf) !== plain(city.state)) continue;
				const number = Number(readId(id));
				if (Number.isSafeInteger(number)) {
					cache.set(key, number);
					return number;
				}
			}
			return undefined;
		},
	};
}
