import { version } from '../../../package.json';
import type { Observation, RiskId } from '../attack';
import type { PlayedAttack } from '../play-attacks';
import { risks } from '../risks';

/** One attack in a report. */
export interface ReportedAttack {
	id: string;
	title: { en: string; pt: string };
	tries: string;
	state: Observation['state'];
	seen: string;
	/** Only where it is open. */
	fix?: string;
	/** Requirements of OWASP AISVS 1.0. */
	aisvs: readonly string[];
	milliseconds: number;
}

/** Numbers of attacks. Those that were not tried are not among those that hold. */
export interface Counts {
	tried: number;
	held: number;
	open: number;
	notTried: number;
}

/** Result of `troupe verify`, for people and programs. Contains no secret. */
export interface VerifyReport {
	format: 'troupe-verification';
	version: 1;
	troupe: string;
	node: string;
	/** ISO 8601. */
	startedAt: string;
	tenant: string;
	home: string;
	/** SHA-256 of the manifest that allows the package, or why there is none. */
	package: string;
	counts: Counts;
	risks: Array<{ id: RiskId; title: { en: string; pt: string }; counts: Counts; attacks: ReportedAttack[] }>;
}

type Facts = Pick<VerifyReport, 'startedAt' | 'tenant' | 'home' | 'package'>;

/** Creates the report of the attacks that were played, by risk. */
export function createReport(played: readonly PlayedAttack[], facts: Facts): VerifyReport {
	const all = played.map(toReported);
	const ids = (Object.keys(risks) as RiskId[]).filter((id) => all.some((attack) => attack.id.startsWith(id)));
	return {
		...{ format: 'troupe-verification', version: 1, troupe: version, node: process.versions.node },
		...facts,
		counts: count(all),
		risks: ids.map((id) => {
			const attacks = all.filter((attack) => attack.id.startsWith(id));
			return { id, title: risks[id], counts: count(attacks), attacks };
		}),
	};
}

function toReported({ attack, observation, milliseconds }: PlayedAttack): ReportedAttack {
	const { id, title, tries, fix, aisvs = [] } = attack;
	const { state, seen } = observation;
	return {
		...{ id, title, tries, state, seen },
		...(observation.state === 'open' && { fix: observation.fix ?? fix }),
		...{ aisvs, milliseconds },
	};
}

function count(attacks: readonly ReportedAttack[]): Counts {
	const number = (state: Observation['state']) => attacks.filter((attack) => attack.state === state).length;
	const [isHeld, isOpen] = [number('held'), number('open')];
	return { tried: isHeld + isOpen, held: isHeld, open: isOpen, notTried: number('not-tried') };
}
