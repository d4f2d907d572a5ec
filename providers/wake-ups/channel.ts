export interface Channel {
	/** A text can be lost. @throws TroupeError if it was not sent */
	send(text: string): Promise<void>;
	hear(hearing: Hearing): Heard;
}

export interface Hearing {
	heard: (text: string) => void;
	connected: () => void;
	failed: (fault: unknown) => void;
}

export interface Heard {
	reconnect(): void;
	close(): void;
}
