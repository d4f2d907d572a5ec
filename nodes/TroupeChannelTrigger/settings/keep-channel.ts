import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { checkLanguage } from '../../../core/channels/audio/check-language';
import type { AudioRules } from '../../../core/ports/channels/audios';
import { defaultMaxAudioSeconds } from '../../../core/ports/channels/audios';
import { checkNetwork } from '../../../providers/channels/shared/allowed-networks';
import { openTranscriber } from '../../../providers/compose/channels/audio-work';
import { nameOwner } from '../../../core/channels/kept-by-workflow';
import { keepChannel, keepTranscriber } from '../../../providers/compose/channels/keep-channel';
import { defaultTenant } from '../../../core/base/tenant';
import type { ProviderSettings } from '../../../providers/models/shared/provider-settings';
import { channelCredentialName, readAccount } from '../../shared/channels/read-account';
import { splitNames } from '../../shared/split-names';
import { transcriberCredential } from '../properties/transcriber-credential';
import { type ChannelState, nameDesk, openTriggerChannel, readChannelState, readName, type TriggerChannel } from './open-channel';
import { readDesk } from './read-desk';
import { readOptions, toRules } from './read-options';
import type { TriggerContext } from './trigger-context';

export interface KeptTriggerChannel extends TriggerChannel {
	audio: AudioSettings | undefined;
}

/**
 * Stores the channel with its desk and transcriber, and opens it. @throws TroupeError INPUT_INVALID, STATE_CONFLICT for a name of another workflow
 */
export async function keepTriggerChannel(context: TriggerContext): Promise<KeptTriggerChannel> {
	const state = await readChannelState(context);
	const name = readName(context);
	const account = readAccount(await context.getCredentials(channelCredentialName));
	const audio = await readAudio(context);
	const desk = await readDesk(context, account.provider);
	const options = readOptions(context);
	const allowedNetworks = splitNames(options.networks ?? '');
	allowedNetworks.forEach(checkNetwork);
	const owner = nameOwner(context.getWorkflow().id ?? '', context.getNode().id);
	const ofOptions = toRules(options, context.getTimezone());
	const rules = { ...ofOptions, ...(audio && { audio: await keepAudio(state, `${owner}-audio`, audio) }) };
	const deskName = desk?.account && nameDesk(name);
	const handOver = desk && { ...desk.handOver, desk: deskName ?? null };
	await keepChannel(state, { ...account, name, rules, allowedNetworks, handOver, owner });
	if (desk?.account) {
		// The networks are the customers' provider's, which does not call the desk.
		const {
			waitText: _text,
			followUps: _followUps,
			quietHours: _quiet,
			closedText: _closedText,
			template: _template,
			...ofDeskRules
		} = ofOptions;
		const ofDesk = { ...desk.account, name: deskName!, rules: ofDeskRules, allowedNetworks: [], owner: `${owner}-desk` };
		await keepChannel(state, ofDesk);
	}
	return { ...(await openTriggerChannel(context)), audio };
}

/** @returns the rules with the stored access @throws TroupeError INPUT_INVALID */
async function keepAudio(state: ChannelState, name: string, { rules, endpoint }: AudioSettings) {
	await keepTranscriber(state, name, endpoint);
	const kept = { ...rules, transcriber: name };
	await openTranscriber(kept, { ...state, tenant: state.tenant ?? defaultTenant }, AbortSignal.timeout(10_000));
	return kept;
}

interface Transcription {
	language?: string;
	model?: string;
	keeps?: AudioRules['keeps'];
	seconds?: number;
	summaryModel?: string;
}

interface AudioSettings {
	rules: Omit<AudioRules, 'transcriber'>;
	endpoint: { apiKey: string; baseUrl?: string };
	summarizer: ProviderSettings;
}

/** Undefined: no transcription. @throws TroupeError INPUT_INVALID */
async function readAudio(context: TriggerContext): Promise<AudioSettings | undefined> {
	if (context.getNodeParameter('audios', 'ask') !== 'transcribe') return undefined;
	const fields = context.getNodeParameter('transcription', {}) as Transcription;
	const { keeps = 'transcript', seconds = defaultMaxAudioSeconds } = fields;
	const [language, model, summaryModel] = [fields.language, fields.model, fields.summaryModel].map((value) => (value ?? '').trim());
	if (language) checkLanguage(language);
	const endpoint = readEndpoint(await context.getCredentials(transcriberCredential.name));
	return {
		rules: { maxSeconds: seconds, keeps, ...(model && { model }), ...(language && { language }) },
		endpoint,
		summarizer: { ...endpoint, ...(summaryModel && { model: summaryModel }) },
	};
}

function readEndpoint(data: ICredentialDataDecryptedObject): AudioSettings['endpoint'] {
	const [apiKey, baseUrl] = [data.apiKey, data.baseUrl].map((value) => (typeof value === 'string' ? value.trim() : ''));
	if (apiKey || baseUrl) return { apiKey: apiKey!, ...(baseUrl && { baseUrl }) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The credential of the transcriber has neither an API key nor a base URL.',
		fix: 'Fill in its API key, or the base URL of a server without keys.',
	});
}
