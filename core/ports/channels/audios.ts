import type { TakenWork, WorkQueue } from '../work';
import type { PeopleFacts } from './people-facts';
import type { MessageContent, AudioProblem } from './message-content';

export interface AudioRules {
	/** `localTranscriber`, or an endpoint's credential name. */
	transcriber: string;
	/** Undefined: the transcriber's usual model. */
	model?: string;
	/** ISO 639-1, such as `pt`. Undefined: detected. */
	language?: string;
	/** Longer audios are not transcribed. */
	maxSeconds: number;
	keeps: 'transcript' | 'summary' | 'nothing';
}

export const localTranscriber = 'local';

export const defaultMaxAudioSeconds = 300;
/** 25 MB: OpenAI's max. */
export const maxAudioBytes = 25 * 1_048_576;
export const maxTranscriptLength = 20_000;

export const audioLeaseMs = 15_000;

export interface AudioFile {
	mimeType: string;
	bytes: Uint8Array;
	seconds: number;
}

export interface TranscriptRequest {
	language?: string;
}

export interface Transcript {
	text: string;
	/** Absent if the endpoint does not report it. */
	usage?: { inputTokens: number; outputTokens: number };
}

export interface Transcriber {
	readonly id: string;
	/** @throws TroupeError MODEL_…; MODEL_BAD_REQUEST for an unreadable audio; NOT_SUPPORTED, DEPENDENCY_MISSING, CANCELLED */
	transcribe(audio: AudioFile, request: TranscriptRequest, signal: AbortSignal): Promise<Transcript>;
}

export type AudioState = 'waiting' | 'transcribed' | 'failed' | 'summarized' | 'erased';

export interface AudioTask {
	tenant: string;
	channel: string;
	conversation: string;
	number: number;
	content: MessageContent[];
}

export interface AnsweredAudio extends AudioTask {
	keeps: 'summary' | 'nothing';
}

export interface AudioRecord {
	tenant: string;
	channel: string;
	conversation: string;
	number: number;
	message: string;
	state: AudioState;
	problem: AudioProblem | null;
	seconds: number | null;
	attempts: number;
	transcriber: string | null;
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

/** Each result is stored once, by the holder of its work. */
export interface Audios {
	toTranscribe: WorkQueue<AudioTask>;
	toForget: WorkQueue<AnsweredAudio>;
	/**
	 * The burst waits for the text; after the turn it comes as a separate message. @param part its place in the content @param people who read the
	 * desk's notice
	 */
	note(work: TakenWork, part: number, result: AudioResult, people?: PeopleFacts): Promise<void>;
	/** @param reason without personal data */
	retry(work: TakenWork, reason: string, afterMs: number): Promise<void>;
	/** @param summaries by place in the content; a text without one is erased */
	forgetText(work: TakenWork, summaries: ReadonlyMap<number, string>): Promise<void>;
	/** Newest first. @param filter `before`: creation, number and conversation of the last audio of the page before */
	list(
		tenant: string,
		filter: { channel?: string; state?: AudioState; before?: readonly [number, number, string] },
		limit: number,
	): Promise<AudioRecord[]>;
	count(tenant: string): Promise<Array<{ channel: string; state: AudioState; count: number }>>;
}
