import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { checkLanguage } from '../../../core/channels/audio/check-language';
import { type AudioRules, defaultMaxAudioSeconds } from '../../../core/ports/channels/audios';
import type { ProviderSettings } from '../../../providers/models/shared/provider-settings';
import { transcriberCredential } from '../properties/transcriber-credential';
import type { TriggerContext } from './trigger-context';

interface Transcription {
	language?: string;
	model?: string;
	keeps?: AudioRules['keeps'];
	seconds?: number;
	summaryModel?: string;
}

export interface AudioSettings {
	rules: Omit<AudioRules, 'transcriber'>;
	endpoint: { apiKey: string; baseUrl?: string };
	summarizer: ProviderSettings;
}

/** Undefined: no transcription. @throws TroupeError INPUT_INVALID */
export async function readAudio(context: TriggerContext): Promise<AudioSettings | undefined> {
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
