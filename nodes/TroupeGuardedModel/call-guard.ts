import type { TextStream } from '../../core/guardrails/text-stream';
import type { ModelMessage } from '../shared/connected/langchain-shape';

export interface CallAnswer {
	id: string;
	name: string;
	text: string;
}

/** A reply with tool calls that are not made, and the model's notice about each. */
export interface RefusedReply {
	refused: ModelMessage;
	answers: CallAnswer[];
}

export type Restored = { message: ModelMessage } | RefusedReply;

export interface CallGuard {
	prepare(messages: ModelMessage[]): Promise<{ messages: ModelMessage[] } | { refusal: string }>;
	restore(reply: ModelMessage): Promise<Restored>;
	/** A piece of a streamed text; undefined where a reply has to be whole before any of it may be seen. */
	restoreText?(): TextStream;
	/** An error as the host shows it; the model's own stay as they are. */
	fault(error: unknown): unknown;
	/** Whatever became of it. */
	end(): Promise<void>;
}

export type StartCall = () => CallGuard;
