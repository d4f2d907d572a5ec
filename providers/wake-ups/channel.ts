/** Carries short texts between the processes of an installation. A text can be lost. */
export interface Channel {
	/** @throws TroupeError if it was not sent */
	send(text: string): Promise<void>;
	/** Hears what is sent from now on, also by this process. Connects again by itself. */
	hear(hearing: Hearing): Heard;
}

export interface Hearing {
	heard: (text: string) => void;
	/** The connection is there, for the first time or again. */
	connected: () => void;
	/** The connection is lost, or there is none. */
	failed: (fault: unknown) => void;
}

export interface Heard {
	/** Opens another connection: on this one, nothing arrives. */
	reconnect(): void;
	close(): void;
}
