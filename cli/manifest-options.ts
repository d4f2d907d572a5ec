/** The options of `troupe manifest …`, as commander hands them over. */

export interface CreateKeysOptions {
	into?: string;
	development?: boolean;
	force?: boolean;
	json?: boolean;
}

export interface SignOptions {
	keys: string;
	covers: string;
	agents: string;
	n8n?: string;
	days: string;
	json?: boolean;
}

export interface TrustOptions {
	keys: string;
	into: string;
	days: string;
}

export interface ApproveOptions extends TrustOptions {
	approver?: string;
	json?: boolean;
}

export interface VerifyOptions {
	trust?: string;
	json?: boolean;
}

export interface DevelopOptions {
	keys?: string;
	covers: string;
	json?: boolean;
}
