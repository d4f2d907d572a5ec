import type { Recordings } from '../../core/evaluation/traffic/recording';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { HostCalls } from '../network/outlet';
import type { RunNetwork } from '../run/run-network';
import type { RunSecret } from '../traffic/run-secrets';
import type { TrafficRule } from '../traffic/traffic-rules';
import { splitRule } from './split-rule';

/** The requests that a run may send, and their answers. The starter decides: a person with options, a caller with JSON. */
export interface RunRules {
	replay?: Replay;
	/** `HOST=NAME`; for our programs also a provider's name. */
	standIn: readonly string[];
	allow: readonly string[];
	allowPrivateNetworks?: boolean;
	secrets: readonly RunSecret[];
}

export interface Replay {
	recordings: Recordings;
	source: string;
	case?: string;
}

export const isClosed = ({ replay, standIn, allow, secrets }: RunRules): boolean =>
	replay === undefined && standIn.length + allow.length + secrets.length === 0;

/** Opens a run's way out. @param capabilities list with the only requests of the run @throws TroupeError INPUT_INVALID */
export async function openRulesNetwork(
	{ replay, standIn, allow, secrets, allowPrivateNetworks = false }: RunRules,
	capabilities?: Capabilities,
	calls?: HostCalls,
): Promise<RunNetwork> {
	const [{ openNetwork }, { toStandInName }] = await Promise.all([import('../run/run-network'), import('../traffic/stand-ins')]);
	const standInRules = standIn.map((text): TrafficRule => {
		const [host, name] = splitRule(text, /^([^=]+)=(.+)$/, 'Write HOST=NAME: api.openai.com=openai.');
		return { action: 'stand-in', pattern: parseRequestPattern(`* ${host}`), standIn: toStandInName(name!) };
	});
	const rules = [...standInRules, ...allow.map((text): TrafficRule => ({ action: 'forward', pattern: parseRequestPattern(text) }))];
	return openNetwork({
		player: await openPlayer(replay),
		rules,
		secrets,
		allowPrivateNetworks,
		calls,
		...(capabilities && { capabilities: (capabilities.requests ?? []).map(parseRequestPattern) }),
	});
}

async function openPlayer(replay: Replay | undefined) {
	if (replay === undefined) return undefined;
	const { HttpPlayer } = await import('../traffic/http-exchange');
	return new HttpPlayer(Object.values(replay.recordings.cases));
}
