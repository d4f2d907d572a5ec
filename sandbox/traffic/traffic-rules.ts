import { matchesRequest, printRequestPattern, type RequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { OutsideRequest, TrafficAction } from '../network/outlet';
import type { StandInName } from './stand-ins';

/** The first matching rule decides; without one, a request is refused. */
export type TrafficRule =
	| { action: 'forward' | 'refuse'; pattern: RequestPattern }
	| { action: 'stand-in'; pattern: RequestPattern; standIn: StandInName };

/** Replaces a rule in reports: the capability list lacks the request. */
export const notListed = 'capabilities';
/** Replaces a rule in reports: an allowed request whose address is private or returns machine credentials. */
export const privateNetwork = 'private network';

export interface Decision {
	action: Exclude<TrafficAction, 'mock'>;
	rule: string;
	standIn?: StandInName;
}

export function decide(rules: readonly TrafficRule[], { method, url }: OutsideRequest): Decision {
	const rule = rules.find(({ pattern }) => matchesRequest(pattern, method, url));
	if (rule === undefined) return { action: 'refuse', rule: 'no rule' };
	const pattern = printRequestPattern(rule.pattern);
	return rule.action === 'stand-in'
		? { action: 'stand-in', rule: `${pattern} = ${rule.standIn}`, standIn: rule.standIn }
		: { action: rule.action, rule: pattern };
}
