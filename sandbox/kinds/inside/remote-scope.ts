import { PlayedClock } from '../../../core/evaluation/traffic/player';
import type { Asked, CaseScope, Traffic } from '../../../core/evaluation/traffic/traffic';
import { pause } from '../../../core/base/async/pause';
import type { ConversationState, ConversationStateStore } from '../../../core/ports/guardrails/conversation-state';
import type { PersonalDataVault } from '../../../core/ports/guardrails/vault';
import { systemClock } from '../../../core/ports/host';
import type { PortAnswer, PortTask, VaultMethod } from '../ports/port-calls';
import { toError } from '../ports/port-error';
import { callHost } from './call-host';

/** Sends outside requests to the host, which exchanges personal data for tokens. */
export interface RemoteScope extends CaseScope {
	/** Aborted when no recording answers a request: the run is over, however it handles the error. */
	over: AbortSignal;
}

export function openRemoteScope({ at }: Pick<PortTask, 'at'>): RemoteScope {
	const played = at === undefined ? undefined : new PlayedClock(at);
	const stop = new AbortController();
	return {
		traffic: createTraffic(played, stop),
		vault: remoteVault,
		clock: played ?? systemClock,
		async sleep(milliseconds, until) {
			const isWhole = await pause(milliseconds, until);
			if (isWhole) played?.pass(milliseconds);
			return isWhole;
		},
		conversations: createConversationStates(),
		fixtures: [],
		over: stop.signal,
	};
}

function createTraffic(clock: PlayedClock | undefined, stop: AbortController): Traffic {
	return {
		async exchange<Answer>(asked: Asked): Promise<Answer> {
			stop.signal.throwIfAborted();
			const { answer, error, ends, passedMs } = (await callHost('exchange', asked)) as PortAnswer;
			clock?.pass(passedMs);
			if (!error) return answer as Answer;
			if (ends) stop.abort(toError(error));
			throw toError(error);
		},
	};
}

const ask = async <Answer>(method: VaultMethod, text: string) => (await callHost('vault', { method, text })) as Answer;

const remoteVault: PersonalDataVault = {
	mask: (text) => ask('mask', text),
	restore: (text) => ask('restore', text),
	find: (text) => ask('find', text),
	findUnknown: (text) => ask('findUnknown', text),
	redact: (text) => ask('redact', text),
};

function createConversationStates(): ConversationStateStore {
	const states = new Map<string, ConversationState>();
	return {
		read: async (id) => states.get(id),
		async change(id, change) {
			const state = change(states.get(id));
			states.set(id, state);
			return state;
		},
	};
}
