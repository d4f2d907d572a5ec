import { arch, hostname, platform, release } from 'node:os';
import { version } from '../../package.json';
import { attacks as allAttacks } from '../attacks';
import type { Observation, RiskId } from '../attack';
import type { PlayedAttack } from '../play-attacks';
import { risks } from '../risks';

export interface ReportedAttack {
	id: string;
	title: { en: string; pt: string };
	tries: string;
	state: Observation['state'];
	seen: string;
	/** Only where it is open. */
	fix?: string;
	/** Only where it was begun and broke off. */
	failed?: true;
	/** Requirements of OWASP AISVS 1.0. */
	aisvs: readonly string[];
	milliseconds: number;
}

/** Numbers of attacks. Those that were not tried are not among those that hold. */
interface Counts {
	tried: number;
	held: number;
	open: number;
	notTried: number;
	/** Number of those that broke off; for the others that were not tried, a condition is missing. */
	failed: number;
}

/** Result of `troupe verify`, for people and programs. Contains no secret. */
export interface VerifyReport {
	format: 'troupe-verification';
	version: 1;
	troupe: string;
	node: string;
	/** ISO 8601. */
	startedAt: string;
	endedAt: string;
	/** The risks and attacks that were chosen; null if all were. */
	only: string[] | null;
	/** How many attacks there are. */
	of: { risks: number; attacks: number };
	tenant: string;
	home: string;
	/** SHA-256 of the manifest that allows the package, or why there is none. */
	package: string;
	/** System and host name. */
	machine: string;
	/** Names of the settings that differ from the default. */
	settings: string[];
	/** Policies that the tenant demands. */
	policies: string[];
	/** Names of settings and policies of the installation without which the attacks were played, because they would stop everything. */
	leftOut: string[];
	counts: Counts;
	risks: Array<{ id: RiskId; title: { en: string; pt: string }; counts: Counts; attacks: ReportedAttack[] }>;
}

type Facts = Pick<VerifyReport, 'startedAt' | 'only' | 'tenant' | 'home' | 'package' | 'settings' | 'policies' | 'leftOut'>;

export function createReport(played: readonly PlayedAttack[], facts: Facts): VerifyReport {
	const all = played.map(toReported);
	const ids = (Object.keys(risks) as RiskId[]).filter((id) => all.some((attack) => attack.id.startsWith(id)));
	return {
		format: 'troupe-verification',
		version: 1,
		troupe: version,
		node: process.versions.node,
		...facts,
		endedAt: new Date().toISOString(),
		machine: `${platform()} ${release()} ${arch()}, ${hostname()}`,
		of: { risks: Object.keys(risks).length, attacks: allAttacks.length },
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
		id,
		title,
		tries,
		state,
		seen,
		...(observation.state === 'open' && { fix: observation.fix ?? fix }),
		...(observation.state === 'not-tried' && observation.failed && { failed: true as const }),
		aisvs,
		milliseconds,
	};
}

function count(attacks: readonly ReportedAttack[]): Counts {
	const number = (state: Observation['state']) => attacks.filter((attack) => attack.state === state).length;
	const isHeld = number('held');
	const isOpen = number('open');
	const broken = attacks.filter((attack) => attack.failed).length;
	return { tried: isHeld + isOpen, held: isHeld, open: isOpen, notTried: number('not-tried'), failed: broken };
}
