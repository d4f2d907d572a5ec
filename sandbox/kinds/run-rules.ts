import type { Recordings } from '../../core/evaluation/traffic/recording';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { HostCalls } from '../network/outlet';
import type { RunNetwork } from '../run/run-network';
import type { RunSecret } from '../traffic/run-secrets';
import type { TrafficRule } from '../traffic/traffic-rules';
import { splitRule } from './split-rule';

/** The requests that a run may send, and what answers them. Whoever starts the run decides: a person with options, a caller with JSON. */
export interface RunRules {
	/** Answers in place of models, tools and searches, and of requests. */
	replay?: Replay;
	/** `HOST=NAME`; for programs of ours the name of a provider too. */
	standIn: readonly string[];
	/** `METHOD HOST` */
	allow: readonly string[];
	allowPrivateNetworks?: boolean;
	secrets: readonly RunSecret[];
}

export interface Replay {
	recordings: Recordings;
	/** What has them, for errors. */
	source: string;
	/** The name of the one that answers at the ports. */
	case?: string;
}

export const noRules: RunRules = { standIn: [], allow: [], secrets: [] };

/** Returns true if a run with these rules has no way out at all. */
export const isClosed = ({ replay, standIn, allow, secrets }: RunRules): boolean =>
	replay === undefined && standIn.length + allow.length + secrets.length === 0;

/**
 * Opens the way out of a run.
 * @param capabilities the list of the run, whose requests are the only ones that it makes
 * @throws TroupeError INPUT_INVALID
 */
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
		...{ player: await openPlayer(replay), rules, secrets, allowPrivateNetworks, calls },
		...(capabilities && { capabilities: (capabilities.requests ?? []).map(parseRequestPattern) }),
	});
}

async function openPlayer(replay: Replay | undefined) {
	if (replay === undefined) return undefined;
	const { HttpPlayer } = await import('../traffic/http-exchange');
	return new HttpPlayer(Object.values(replay.recordings.cases));
}
