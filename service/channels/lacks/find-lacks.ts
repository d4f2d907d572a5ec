import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { type Lack, withoutDoubles } from '../../../core/ports/channels/lacks';
import { openTranscriber } from '../../../providers/compose/channels/audio-work';
import { readChannelAgent } from '../compose-channel-agent';
import type { MessageEngine } from '../message-engine';
import { findAgentLacks } from './agent-lacks';
import { findCredentialLacks } from './credential-lacks';
import { askInTime, lackOf } from './lack';
import type { LackPlace } from './lack-place';
import { findProcessLacks } from './process-lacks';

const maxLacks = 100;

type Answered = Pick<ChannelRecord, 'tenant' | 'name' | 'agent' | 'message' | 'rules' | 'handOver' | 'credential'>;

interface LackQuestion {
	parts: Pick<ChannelParts, 'directory'>;
	engine?: MessageEngine;
	judgesProcesses?: boolean;
}

/** Finds all lacks of a channel's answers: account, agents, tools, desk, transcriber and processes. */
export async function findLacks(
	{ tenant, name, agent, message, rules, handOver, credential }: Answered,
	place: LackPlace,
	{ parts, engine, judgesProcesses = engine !== undefined }: LackQuestion,
): Promise<Lack[]> {
	const own: LackPlace = { ...place, tenant, host: { ...place.host, tenant, name: 'channel' } };
	const seen = new Set<string>();
	const agents: Lack[] = [];
	for (const one of new Set([agent, ...(rules.origins ?? []).map((origin) => origin.agent)]))
		if (one) agents.push(...(await findAgentLacks(readChannelAgent(one), own, `the channel ${name}`, seen)));
	const found = await Promise.all([
		findCredentialLacks(credential, `the account of the channel ${name}`, { ...own, asks: false }),
		findDeskLacks(handOver?.desk ?? null, name, own, parts),
		findTranscriberLacks(rules.audio, name, own),
		message === null || !judgesProcesses
			? []
			: findProcessLacks(message, engine, { ...own, host: { ...own.host, tenant: place.host.tenant } }),
	]);
	return withoutDoubles([...agents, ...found.flat()]).slice(0, maxLacks);
}

async function findDeskLacks(
	desk: string | null,
	channel: string,
	{ tenant, asks, signal }: LackPlace,
	{ directory }: Pick<ChannelParts, 'directory'>,
): Promise<Lack[]> {
	if (desk === null || desk === channel) return [];
	const of = { kind: 'desk' as const, name: desk, neededBy: `hand-overs of the channel ${channel}` };
	return askInTime(
		async (limited) => {
			const open = await directory.find(tenant, desk);
			if (open === undefined) {
				const reason = `The desk ${desk} is not a channel of the tenant ${tenant}.`;
				return [{ ...of, state: 'missing', reason, fix: `Add it: troupe channel add ${desk} --provider chatwoot` }];
			}
			if (!asks) return [];
			const { state, detail } = await open.channel.check(limited);
			if (state === 'connected') return [];
			const fix = `Connect it, then run \`troupe channel test ${desk}\`.`;
			return [
				{ ...of, state: state === 'unauthorized' ? 'refused' : 'unreachable', reason: `The desk ${desk} is ${state}. ${detail}`, fix },
			];
		},
		of,
		signal,
	);
}

async function findTranscriberLacks(audio: ChannelRecord['rules']['audio'], channel: string, place: LackPlace): Promise<Lack[]> {
	if (audio === undefined) return [];
	const neededBy = `audios of the channel ${channel}`;
	const { transcriber } = audio;
	try {
		await openTranscriber(audio, { ...place.host, tenant: place.tenant }, place.signal);
	} catch (error) {
		return [lackOf(error, { kind: 'transcriber', name: transcriber, neededBy })];
	}
	return transcriber === 'local' ? [] : findCredentialLacks(transcriber, neededBy, place);
}
