import type { INodeCredentialDescription } from 'n8n-workflow';

/** Endpoint for transcripts. Its test is defined in the model node only. */
export const transcriberCredential: INodeCredentialDescription = {
	name: 'troupeOpenAiApi',
	displayName: 'Transcriber',
	required: true,
	displayOptions: { show: { audios: ['transcribe'] } },
};
