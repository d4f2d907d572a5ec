import type { AudioWork } from '../../../core/channels/audio/audio-parts';
import { summarizeTranscript } from '../../../core/channels/audio/summarize-transcript';
import { withBreaker } from '../../../core/channels/audio/with-breaker';
import { createBreakerKey, createBreakers } from '../../../core/llm/router/breakers';
import { TroupeError } from '../../../core/base/errors';
import { settingIs } from '../../../core/base/settings/settings';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { type AudioRules, localTranscriber, type Transcriber } from '../../../core/ports/channels/audios';
import { systemClock } from '../../../core/ports/host';
import { textField } from '../../../core/ports/access/oauth-tokens';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import { composeCredentials } from '../credentials/credentials';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { ModelHost, UsageHost } from '../hosts/model-host';
import { composeJudge } from '../models/models';
import { composeMeter } from '../models/usage';
import { officialServers } from '../../models/official-servers';
import { requireRegion } from '../settings/residency';

type TranscriberHost = UsageHost & Pick<KnowledgeHost, 'transformers'>;

/** Shared by all channels of this process. */
const breakers = createBreakers();

export function composeAudioWork(host: ModelHost & TranscriberHost): AudioWork {
	const clock = host.clock ?? systemClock;
	return {
		async measure(file) {
			const { measureAudio } = await import('../../transcription/measure-audio');
			return measureAudio(file);
		},
		openTranscriber: (rules, tenant, signal) => openTranscriber(rules, { ...host, name: 'channel', tenant }, signal),
		async summarize(text, tenant, signal) {
			const model = await composeJudge({ ...host, name: 'channel', tenant });
			return model && summarizeTranscript(model, text, clock, signal);
		},
	};
}

/** @throws TroupeError CREDENTIAL_NOT_FOUND, INPUT_INVALID; DEPENDENCY_MISSING, MODEL_NOT_FOUND for a local model */
export async function openTranscriber(
	rules: AudioRules,
	host: TranscriberHost & { tenant: string },
	signal: AbortSignal,
): Promise<Transcriber> {
	if (rules.transcriber === localTranscriber) {
		const { openWhisper } = await import('../../transcription/whisper/open-whisper');
		return openWhisper(rules.model, host);
	}
	const { data } = await composeCredentials(host).resolve(rules.transcriber, host.tenant, signal);
	const baseUrl = textField(data, 'baseUrl') || textField(data, 'url');
	const settings: ProviderSettings = { apiKey: textField(data, 'apiKey'), ...(baseUrl && { baseUrl }) };
	if (!settings.apiKey && !baseUrl) throw lacksKey(rules.transcriber);
	if (baseUrl && hasForeignAddresses(data) && !settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true')) throw ofCaller(rules.transcriber);
	await requireRegion('The server of the transcriber', baseUrl || officialServers.openai, host);
	const { createOpenAiTranscriber, usualModel } = await import('../../transcription/openai/openai-transcriber');
	const model = rules.model ?? usualModel;
	const meter = await composeMeter(host);
	const metered = meter.transcriber(createOpenAiTranscriber(settings, model), { baseUrl });
	const key = createBreakerKey({ provider: 'transcriber', model, apiKey: settings.apiKey, baseUrl });
	return withBreaker(metered, breakers.get(key), host.clock ?? systemClock);
}

const ofCaller = (name: string) =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The credential "${name}" of the transcriber has an address of its own, and was stored over HTTP.`,
		fix: 'Store it on the machine of the service, or leave its address out to call OpenAI.',
		forCaller: true,
	});

const lacksKey = (name: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The credential "${name}" of the transcriber has neither "apiKey" nor "baseUrl".`,
		fix: `Add them: troupe credentials add ${name} --type openAiApi --replace`,
	});
