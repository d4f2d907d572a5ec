import type { INodeCredentialDescription } from 'n8n-workflow';

/** The endpoint that turns audios into text. Its test is the model node's, and named there alone. */
export const transcriberCredential: INodeCredentialDescription = {
	name: 'troupeOpenAiApi',
	displayName: 'Transcriber',
	required: true,
	displayOptions: { show: { audios: ['transcribe'] } },
};
