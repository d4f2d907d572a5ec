import type { AgentVersion } from '../../../core/ports/quality';
import type { StateHost } from '../hosts/state-host';
import { findStatePlace } from '../state/state-place';

const hourMs = 3_600_000;
const dayHours = 24;
/** Max counted versions; others are left out. */
const maxVersions = 500;

export interface RanAgent {
	tenant: string;
	agent: string;
	version: string;
	runs: number;
	failed: number;
	/** Milliseconds since the epoch. */
	lastAt: number;
}

interface Hour {
	hour: number;
	runs: number;
	failed: number;
}

export class RanAgents {
	readonly #counts = new Map<string, { tenant: string; agent: string; version: string; lastAt: number; hours: Hour[] }>();

	constructor(private readonly now = Date.now) {}

	note(tenant: string, { agent, version }: AgentVersion, isOk: boolean): void {
		const key = JSON.stringify([tenant, agent, version]);
		const lastAt = this.now();
		const counted = this.#counts.get(key) ?? { tenant, agent, version, lastAt, hours: [] };
		if (!this.#counts.has(key) && this.#counts.size >= maxVersions) return;
		this.#counts.set(key, counted);
		counted.lastAt = lastAt;
		const hour = Math.floor(lastAt / hourMs);
		let last = counted.hours.at(-1);
		if (last?.hour !== hour) counted.hours.push((last = { hour, runs: 0, failed: 0 }));
		last.runs += 1;
		last.failed += Number(!isOk);
	}

	list(): RanAgent[] {
		const oldest = Math.floor(this.now() / hourMs) - dayHours;
		for (const [key, counted] of this.#counts) {
			counted.hours = counted.hours.filter(({ hour }) => hour > oldest);
			if (counted.hours.length === 0) this.#counts.delete(key);
		}
		const sum = (hours: Hour[], of: 'runs' | 'failed') => hours.reduce((total, one) => total + one[of], 0);
		return [...this.#counts.values()]
			.map(({ hours, ...about }) => ({ ...about, runs: sum(hours, 'runs'), failed: sum(hours, 'failed') }))
			.toSorted((one, other) => other.lastAt - one.lastAt);
	}
}

const ofPlaces = new Map<string, RanAgents>();

/** A process of several states reports to each its own runs. */
export function ranAgentsOf(host: StateHost): RanAgents {
	const place = findStatePlace(host) ?? '';
	const ran = ofPlaces.get(place) ?? new RanAgents();
	ofPlaces.set(place, ran);
	return ran;
}
