import type { TakenWork, WorkQueue } from '../work';
import type { PeopleFacts } from './people-facts';
import type { MessageContent, AudioProblem } from './message-content';

/** How a channel treats audios. */
export interface AudioRules {
	/** `localTranscriber`, or the name of the credential of an endpoint. */
	transcriber: string;
	/** Undefined: the usual one of the transcriber. */
	model?: string;
	/** ISO 639-1, such as `pt`. Undefined: the transcriber finds out. */
	language?: string;
	/** Longer audios are not transcribed. */
	maxSeconds: number;
	/** What is stored once the turn is over. */
	keeps: 'transcript' | 'summary' | 'nothing';
}

/** A model of this machine, whose folder `model` names. */
export const localTranscriber = 'local';

export const defaultMaxAudioSeconds = 300;
/** 25 MB: what OpenAI takes. */
export const maxAudioBytes = 25 * 1_048_576;
export const maxTranscriptLength = 20_000;

/** Ends the work of a killed process, so soon that another one can be ready before the turn begins. */
export const audioLeaseMs = 15_000;

export interface AudioFile {
	mimeType: string;
	bytes: Uint8Array;
	/** As measured. */
	seconds: number;
}

export interface TranscriptRequest {
	language?: string;
}

export interface Transcript {
	/** Empty if nothing was understood. */
	text: string;
	/** What the endpoint billed, if it says so. */
	usage?: { inputTokens: number; outputTokens: number };
}

/** Turns speech into text. Implemented once for each kind of endpoint, and for models of this machine. */
export interface Transcriber {
	/** `provider:model`. */
	readonly id: string;
	/** @throws TroupeError MODEL_…; MODEL_BAD_REQUEST for an audio that it cannot read; NOT_SUPPORTED, DEPENDENCY_MISSING, CANCELLED */
	transcribe(audio: AudioFile, request: TranscriptRequest, signal: AbortSignal): Promise<Transcript>;
}

export type AudioState = 'waiting' | 'transcribed' | 'failed' | 'summarized' | 'erased';

/** A message with audios that need a text. */
export interface AudioTask {
	tenant: string;
	channel: string;
	conversation: string;
	/** The number of the message. */
	number: number;
	content: MessageContent[];
}

/** A text that is stored longer than its turn may need it. */
export interface AnsweredAudio extends AudioTask {
	keeps: 'summary' | 'nothing';
}

/** What became of the audios of a message. Without their text. */
export interface AudioRecord {
	tenant: string;
	channel: string;
	conversation: string;
	number: number;
	/** The provider's id of the message. */
	message: string;
	state: AudioState;
	problem: AudioProblem | null;
	/** As measured. */
	seconds: number | null;
	attempts: number;
	/** The model, as `provider:model`. */
	transcriber: string | null;
	/** The text came after the turn had begun. */
	isLate: boolean;
	/** Why it failed or is tried again. Without personal data. */
	reason: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	endedAt: number | null;
}

export type AudioResult =
	| { kind: 'text'; text: string; seconds: number; transcriber: string }
	| { kind: 'problem'; problem: AudioProblem; reason: string; seconds?: number };

/** The audios of channels. The result of each is stored once: by who holds its work. */
export interface Audios {
	/** Messages with audios that need a text. */
	toTranscribe: WorkQueue<AudioTask>;
	/** Messages whose turn is over and whose texts are not to be kept. */
	toForget: WorkQueue<AnsweredAudio>;
	/**
	 * Notes the text of one audio. Its burst waited for it; if a turn has read the message already, the text comes as a message of its own.
	 * @param part its place in the content
	 * @param people who read what the desk is told of it
	 */
	note(work: TakenWork, part: number, result: AudioResult, people?: PeopleFacts): Promise<void>;
	/** Makes the work due again after a pause. @param reason without personal data */
	retry(work: TakenWork, reason: string, afterMs: number): Promise<void>;
	/** Replaces the texts. @param summaries by place in the content; a text without one is erased */
	forgetText(work: TakenWork, summaries: ReadonlyMap<number, string>): Promise<void>;
	/** Newest first. @param filter `before`: creation, number and conversation of the audio after which the list goes on */
	list(
		tenant: string,
		filter: { channel?: string; state?: AudioState; before?: readonly [number, number, string] },
		limit: number,
	): Promise<AudioRecord[]>;
	/** How many messages with audios each channel has had, by state. */
	count(tenant: string): Promise<Array<{ channel: string; state: AudioState; count: number }>>;
}
